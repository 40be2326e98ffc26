package io.pinisi.federation.propagation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class RendererTest {
    private static final ObjectNode DEPLOYMENT =
            yaml(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata:
                      namespace: shop
                      name: web
                      uid: u1
                      resourceVersion: "7"
                      generation: 2
                      creationTimestamp: "2026-01-01T00:00:00Z"
                      labels: {app: web}
                      annotations: {note: kept, kubectl.kubernetes.io/last-applied-configuration: x, pinisi.io/x: y}
                      finalizers: [a/b]
                      ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: c, uid: u}]
                      managedFields: []
                    spec: {replicas: 5, paused: false}
                    status: {replicas: 5}
                    """);

    @Test
    void theMemberGetsWhatPeopleWroteAndOurMarks() {
        ObjectNode object =
                Renderer.render(DEPLOYMENT, OptionalInt.of(2), "shop/web-deployment").object();
        ObjectNode expected =
                yaml(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata:
                          name: web
                          namespace: shop
                          labels: {app: web, pinisi.io/managed: "true"}
                          annotations:
                            note: kept
                            pinisi.io/binding: shop/web-deployment
                            pinisi.io/template-uid: u1
                            pinisi.io/template-generation: "2"
                        spec: {replicas: 2, paused: false}
                        """);
        object.withObject("/metadata/annotations").remove(Marks.RENDERED);
        assertEquals(expected, object);
    }

    @Test
    void theHashFollowsTheContent() {
        String two = Renderer.render(DEPLOYMENT, OptionalInt.of(2), "b").hash();
        assertEquals(two, Renderer.render(DEPLOYMENT.deepCopy(), OptionalInt.of(2), "b").hash());
        assertNotEquals(two, Renderer.render(DEPLOYMENT, OptionalInt.of(3), "b").hash());
    }

    @Test
    void aServiceLeavesItsAddressesToTheMember() {
        assertEquals(
                yaml("{type: NodePort, ports: [{port: 80, nodePort: 30080}]}"),
                spec(
                        "apiVersion: v1, kind: Service",
                        "{type: NodePort, clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1],"
                            + " healthCheckNodePort: 1, ports: [{port: 80, nodePort: 30080}]}"));
        assertEquals(
                yaml("{clusterIP: None}"),
                spec("apiVersion: v1, kind: Service", "{clusterIP: None}"));
    }

    @Test
    void aClaimLeavesItsVolumeToTheMember() {
        assertEquals(
                yaml("{accessModes: [ReadWriteOnce]}"),
                spec(
                        "apiVersion: v1, kind: PersistentVolumeClaim",
                        "{accessModes: [ReadWriteOnce], volumeName: v}"));
    }

    private static Object spec(String kind, String spec) {
        ObjectNode object =
                yaml("{" + kind + ", metadata: {namespace: a, name: b}, spec: " + spec + "}");
        return Renderer.render(object, OptionalInt.empty(), "a/b").object().path("spec");
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }
}
