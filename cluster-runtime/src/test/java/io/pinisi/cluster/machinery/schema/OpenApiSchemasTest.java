package io.pinisi.cluster.machinery.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class OpenApiSchemasTest {
    private static final BuiltInSchemas SCHEMAS = BuiltInSchemas.load();

    @Test
    void printsWhatExplainReads() {
        ObjectNode deployment =
                OpenApiSchemas.print(SCHEMAS.named("io.k8s.api.apps.v1.Deployment"));
        assertEquals(
                "[{\"group\":\"apps\",\"kind\":\"Deployment\",\"version\":\"v1\"}]",
                deployment.get("x-kubernetes-group-version-kind").toString());
        assertEquals(
                "#/components/schemas/io.k8s.api.apps.v1.DeploymentSpec",
                deployment.at("/properties/spec/allOf/0/$ref").asString());
        ObjectNode container = OpenApiSchemas.print(SCHEMAS.named("io.k8s.api.core.v1.Container"));
        assertEquals("[\"name\"]", container.get("required").toString());
        assertEquals(
                "[\"containerPort\",\"protocol\"]",
                container.at("/properties/ports/x-kubernetes-list-map-keys").toString());
        assertEquals(false, deployment.toString().contains("x-struct"));
    }

    @Test
    void componentsHoldEveryTypeThatIsReferredTo() {
        Schema root = SCHEMAS.named("io.k8s.api.apps.v1.Deployment");
        var components = OpenApiSchemas.components(SCHEMAS, List.of(root));
        assertTrue(components.containsKey("io.k8s.api.core.v1.PodSpec"));
        assertTrue(components.containsKey("io.k8s.apimachinery.pkg.api.resource.Quantity"));
        assertEquals(false, components.containsKey("io.k8s.api.core.v1.Node"));
    }

    @Test
    void aCustomSchemaPrintsAsItWasWritten() {
        String text =
                """
                description: A thing
                type: object
                properties:
                  spec:
                    type: object
                    properties:
                      size:
                        type: integer
                        format: int32
                        default: 3
                        minimum: 1
                      port:
                        x-kubernetes-int-or-string: true
                      list:
                        type: array
                        items:
                          type: object
                          properties:
                            a:
                              type: string
                              enum:
                              - x
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys:
                        - a
                    required:
                    - size
                """;
        Schema schema = SchemaReader.read(Yaml.parse(text).getFirst());
        assertEquals(
                Yaml.print(Sorted.copy(Yaml.parse(text).getFirst())),
                Yaml.print(Sorted.copy(OpenApiSchemas.print(schema))));
    }
}
