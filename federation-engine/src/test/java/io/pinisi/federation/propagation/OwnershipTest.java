package io.pinisi.federation.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class OwnershipTest {
    private static final ObjectNode RENDERED =
            yaml(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {namespace: shop, name: web, labels: {app: web}}
                    spec:
                      replicas: 3
                      selector: {matchLabels: {app: web}}
                      template:
                        spec:
                          containers:
                          - name: web
                            image: nginx:1
                            ports: [{containerPort: 80}]
                            volumeMounts: []
                          nodeSelector: {}
                    """);
    private static final String OURS =
            """
            - manager: pinisi
              operation: Apply
              apiVersion: apps/v1
              fieldsV1:
                f:metadata: {f:labels: {f:app: {}}}
                f:spec:
                  %s
                  f:selector: {}
                  f:template:
                    f:spec:
                      f:containers:
                        'k:{"name":"web"}':
                          .: {}
                          f:name: {}
                          %s
                          f:ports: {'k:{"containerPort":80,"protocol":"TCP"}': {.: {}, f:containerPort: {}}}
            """;
    private static final String REPLICAS = "f:replicas: {}";
    private static final String IMAGE = "f:image: {}";

    @Test
    void whatWeStillOwnIsNoDrift() {
        assertEquals(List.of(), lost(OURS.formatted(REPLICAS, IMAGE), "replicas: 3"));
    }

    @Test
    void aFieldThatAnotherManagerTookIsReportedWithBothValues() {
        String other =
                """
                - manager: kubectl-edit
                  operation: Update
                  time: "2026-01-02T03:04:05Z"
                  fieldsV1: {f:spec: {f:replicas: {}}}
                """;
        List<Drift> drift = lost(OURS.formatted("f:x: {}", IMAGE) + other, "replicas: 7");
        assertEquals(
                List.of(
                        new Drift(
                                "spec.replicas",
                                List.of("f:spec", "f:replicas"),
                                "3",
                                "7",
                                "kubectl-edit",
                                "2026-01-02T03:04:05Z")),
                drift);
    }

    @Test
    void aFieldInsideAListIsNamedByItsKey() {
        List<Drift> drift = lost(OURS.formatted(REPLICAS, "f:x: {}"), "replicas: 3");
        assertEquals("spec.template.spec.containers[name=web].image", drift.getFirst().path());
        assertEquals("\"nginx:1\"", drift.getFirst().wanted());
    }

    @Test
    void withoutManagedFieldsOfOursNothingIsSaid() {
        assertEquals(List.of(), lost("", "replicas: 9"));
    }

    private static List<Drift> lost(String managers, String spec) {
        String list = managers.isEmpty() ? "[]" : "\n" + managers.indent(4);
        return Ownership.lost(
                RENDERED, yaml("metadata:\n  managedFields: " + list + "\nspec: {" + spec + "}\n"));
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }
}
