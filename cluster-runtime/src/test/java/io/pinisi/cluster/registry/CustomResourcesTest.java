package io.pinisi.cluster.registry;

import static io.pinisi.cluster.registry.testing.RegistryFixture.PLAIN_DELETE;
import static io.pinisi.cluster.registry.testing.RegistryFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.registry.testing.Await;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class CustomResourcesTest {
    private static final String API = "example.com/v1";
    private static final ObjectKey DEFINITION = ObjectKey.cluster("boats.example.com");
    private static final ObjectKey PINISI = ObjectKey.of("shop", "pinisi");
    private static final String BOATS =
            """
            metadata: {name: boats.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: boats, kind: Boat, shortNames: [bt]}
              versions:
              - name: v1
                served: true
                storage: true
                subresources:
                  status: {}
                  scale: {specReplicasPath: .spec.masts, statusReplicasPath: .status.masts}
                selectableFields: [{jsonPath: .spec.color}]
                additionalPrinterColumns:
                - {name: Masts, type: integer, jsonPath: .spec.masts}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        required: [masts]
                        properties:
                          masts: {type: integer, maximum: 3}
                          color: {type: string, default: white}
                      status:
                        type: object
                        properties: {masts: {type: integer}}
            """;

    private final RegistryFixture registry = new RegistryFixture();

    @AfterEach
    void close() {
        registry.close();
    }

    private ObjectNode define() {
        return registry.create("apiextensions.k8s.io/v1", "customresourcedefinitions", null, BOATS);
    }

    private boolean isServed() {
        return registry.source()
                .current()
                .definition(GroupVersionResource.of(API, "boats"))
                .isPresent();
    }

    @Test
    void aDefinitionIsServedWhenItsCreationReturns() {
        ObjectNode definition = define();
        assertEquals("boat", Json.text(definition, "spec", "names", "singular"));
        assertEquals("BoatList", Json.text(definition, "status", "acceptedNames", "listKind"));
        assertEquals("v1", definition.path("status").path("storedVersions").get(0).asString());
        ObjectNode boat =
                registry.create(API, "boats", "shop", "metadata: {name: pinisi}\nspec: {masts: 2}");
        assertEquals("white", Json.text(boat, "spec", "color"));
        assertEquals(1, Metadata.of(boat).generation());
        ResourceDefinition described =
                registry.source()
                        .current()
                        .definition(GroupVersionResource.of(API, "boats"))
                        .orElseThrow();
        assertEquals(List.of("spec.color"), described.selectableFields());
        assertEquals(
                "2",
                described.versions().getFirst().columns().get(1).cell().apply(boat).asString());
    }

    @Test
    void unknownFieldsOfACustomResourceAreNamed() {
        define();
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () ->
                                registry.create(
                                        API,
                                        "boats",
                                        "shop",
                                        "metadata: {name: a}\nspec: {masts: 1, sails: 7}"));
        assertTrue(String.valueOf(e.getMessage()).contains("unknown field \"spec.sails\""));
    }

    @Test
    void aScaleAndAStatusWorkOnItsOwnFields() {
        define();
        registry.create(API, "boats", "shop", "metadata: {name: pinisi}\nspec: {masts: 2}");
        registry.endpoint(API, "boats", "scale")
                .patch(
                        registry.call(),
                        PINISI,
                        new PatchBody(PatchBody.Type.MERGE, yaml("spec: {replicas: 3}")));
        ObjectNode boat = registry.get(API, "boats", PINISI);
        assertEquals(3, boat.path("spec").path("masts").asInt());
        boat.putObject("status").put("masts", 3);
        registry.endpoint(API, "boats", "status").update(registry.call(), PINISI, boat);
        ObjectNode scale = registry.endpoint(API, "boats", "scale").get(PINISI, "").tree();
        assertEquals(3, scale.path("status").path("replicas").asInt());
    }

    @Test
    void aSecondDefinitionCannotTakeNamesInUse() {
        define();
        ObjectNode second =
                registry.create(
                        "apiextensions.k8s.io/v1",
                        "customresourcedefinitions",
                        null,
                        BOATS.replace("boats", "ships"));
        assertEquals("", Json.text(second, "status", "acceptedNames", "plural"));
        assertFalse(
                registry.source()
                        .current()
                        .definition(GroupVersionResource.of(API, "ships"))
                        .isPresent());
    }

    @Test
    void aNewVersionOfADefinitionKeepsTheObjects() {
        ObjectNode definition = define();
        registry.create(API, "boats", "shop", "metadata: {name: pinisi}\nspec: {masts: 2}");
        ObjectNode names = (ObjectNode) definition.path("spec").path("names");
        names.putArray("categories").add("all");
        registry.update(
                "apiextensions.k8s.io/v1", "customresourcedefinitions", DEFINITION, definition);
        assertEquals("pinisi", Metadata.of(registry.get(API, "boats", PINISI)).name());
    }

    @Test
    void deletingADefinitionDeletesItsObjects() {
        define();
        registry.create(API, "boats", "shop", "metadata: {name: pinisi}\nspec: {masts: 2}");
        registry.endpoint("apiextensions.k8s.io/v1", "customresourcedefinitions")
                .delete(registry.call(), DEFINITION, PLAIN_DELETE);
        Await.until(() -> !isServed());
        define();
        assertTrue(
                registry.endpoint(API, "boats").list(RegistryFixture.EVERYTHING).items().isEmpty());
    }

    @Test
    void aSchemaHasToBeStructural() {
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () ->
                                registry.create(
                                        "apiextensions.k8s.io/v1",
                                        "customresourcedefinitions",
                                        null,
                                        BOATS.replace("{type: string, default: white}", "{}")));
        assertEquals(
                "CustomResourceDefinition.apiextensions.k8s.io \"boats.example.com\" is invalid:"
                    + " spec.versions[0].schema.openAPIV3Schema.properties[spec].properties[color].type:"
                    + " Required value: must not be empty for specified object fields",
                e.getMessage());
    }
}
