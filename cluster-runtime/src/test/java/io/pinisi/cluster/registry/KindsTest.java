package io.pinisi.cluster.registry;

import static io.pinisi.cluster.registry.testing.RegistryFixture.PLAIN_DELETE;
import static io.pinisi.cluster.registry.testing.RegistryFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.ResourceEndpoint.Written;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class KindsTest {
    private static final String POD =
            """
            metadata: {name: web, labels: {app: web}}
            spec:
              containers:
              - {name: main, image: "nginx:1.27"}
            """;
    private static final String DEPLOYMENT =
            """
            metadata: {name: web}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: main, image: nginx}
            """;
    private static final ObjectKey WEB = ObjectKey.of("shop", "web");

    private final RegistryFixture registry = new RegistryFixture();

    @BeforeEach
    void account() {
        registry.create("v1", "serviceaccounts", "shop", "metadata: {name: default}");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static ApiException refused(org.junit.jupiter.api.function.Executable executable) {
        return assertThrows(ApiException.class, executable);
    }

    @Test
    void aPodIsCompletedAndBegins() {
        ObjectNode pod = registry.create("v1", "pods", "shop", POD);
        assertEquals("Pending", Json.text(pod, "status", "phase"));
        assertEquals("BestEffort", Json.text(pod, "status", "qosClass"));
        assertEquals("default", Json.text(pod, "spec", "serviceAccountName"));
        assertEquals(30, pod.path("spec").path("terminationGracePeriodSeconds").asInt());
        assertEquals("Always", Json.text(pod, "spec", "restartPolicy"));
        assertEquals(2, pod.path("spec").path("tolerations").size());
        assertEquals(0, pod.path("spec").path("priority").asInt(-1));
        JsonNode volume = pod.path("spec").path("volumes").get(0);
        assertTrue(volume.path("name").asString().startsWith("kube-api-access-"));
        assertEquals(
                "kube-root-ca.crt",
                volume.path("projected")
                        .path("sources")
                        .get(1)
                        .path("configMap")
                        .path("name")
                        .asString());
        assertEquals(
                "/var/run/secrets/kubernetes.io/serviceaccount",
                pod.path("spec")
                        .path("containers")
                        .get(0)
                        .path("volumeMounts")
                        .get(0)
                        .path("mountPath")
                        .asString());
    }

    @Test
    void aPodOfTheHubIsLeftAsATemplate() {
        try (RegistryFixture hub = new RegistryFixture(Profile.HUB)) {
            ObjectNode pod = hub.create("v1", "pods", "shop", POD);
            assertFalse(pod.path("spec").has("serviceAccountName"));
            assertFalse(pod.path("spec").has("tolerations"));
            ObjectNode service =
                    hub.create(
                            "v1",
                            "services",
                            "shop",
                            "metadata: {name: web}\nspec: {type: NodePort, ports: [{port: 80}]}");
            assertFalse(service.path("spec").has("clusterIP"));
            assertFalse(service.path("spec").path("ports").get(0).has("nodePort"));
        }
    }

    @Test
    void aBindingGivesAPodItsNodeOnce() {
        registry.create("v1", "pods", "shop", POD);
        ResourceEndpoint binding = registry.endpoint("v1", "pods", "binding");
        binding.create(registry.call(), "shop", "web", yaml("target: {kind: Node, name: bali-1}"));
        ObjectNode pod = registry.get("v1", "pods", WEB);
        assertEquals("bali-1", Json.text(pod, "spec", "nodeName"));
        assertEquals(
                "PodScheduled",
                pod.path("status").path("conditions").get(0).path("type").asString());
        ApiException e =
                refused(
                        () ->
                                binding.create(
                                        registry.call(),
                                        "shop",
                                        "web",
                                        yaml("target: {name: bali-2}")));
        assertEquals(
                "Operation cannot be fulfilled on pods/binding \"web\": pod web is already"
                        + " assigned to node \"bali-1\"",
                e.getMessage());
    }

    @Test
    void aPodThatRunsGetsItsGraceAndOneThatDoesNotEndsAtOnce() {
        registry.create("v1", "pods", "shop", POD);
        ResourceEndpoint pods = registry.endpoint("v1", "pods");
        Written gone = pods.delete(registry.call(), WEB, PLAIN_DELETE);
        assertEquals(Written.Outcome.DELETED, gone.outcome());
        registry.create("v1", "pods", "shop", POD.replace("spec:", "spec:\n  nodeName: n"));
        pods.delete(registry.call(), WEB, PLAIN_DELETE);
        ObjectNode ending = registry.get("v1", "pods", WEB);
        assertEquals(30, ending.path("metadata").path("deletionGracePeriodSeconds").asInt());
        assertEquals(
                "2026-01-01T00:00:30Z",
                ending.path("metadata").path("deletionTimestamp").asString());
        DeleteOptions now = new DeleteOptions(0L, null, null, DeleteOptions.Propagation.DEFAULT);
        pods.delete(registry.call(), WEB, now);
        assertEquals(Reason.NOT_FOUND, refused(() -> pods.get(WEB, "")).reason());
    }

    @Test
    void aPodKeepsItsSpec() {
        ObjectNode pod = registry.create("v1", "pods", "shop", POD);
        ObjectNode image = pod.deepCopy();
        ((ObjectNode) image.path("spec").path("containers").get(0)).put("image", "nginx:1.28");
        ObjectNode updated = registry.update("v1", "pods", WEB, image);
        ObjectNode renamed = updated.deepCopy();
        ((ObjectNode) renamed.path("spec")).put("hostname", "other");
        ApiException e =
                refused(
                        () ->
                                registry.endpoint("v1", "pods")
                                        .update(registry.call(), WEB, renamed));
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(
                                "Pod \"web\" is invalid: spec: Forbidden: pod updates may not"
                                        + " change fields other than"
                                        + " `spec.containers[*].image`"),
                e.getMessage());
    }

    @Test
    void statusAndSpecAreWrittenApart() {
        ObjectNode created = registry.create("apps/v1", "deployments", "shop", DEPLOYMENT);
        assertEquals(1, Metadata.of(created).generation());
        created.putObject("status").put("replicas", 7);
        ((ObjectNode) created.path("spec")).put("replicas", 5);
        ObjectNode updated = registry.update("apps/v1", "deployments", WEB, created);
        assertEquals(2, Metadata.of(updated).generation());
        assertFalse(updated.path("status").has("replicas"));
        updated.putObject("status").put("replicas", 7);
        ((ObjectNode) updated.path("spec")).put("replicas", 1);
        ObjectNode reported =
                Json.parse(
                        registry.endpoint("apps/v1", "deployments", "status")
                                .update(registry.call(), WEB, updated)
                                .json());
        assertEquals(2, Metadata.of(reported).generation());
        assertEquals(5, reported.path("spec").path("replicas").asInt());
        assertEquals(7, reported.path("status").path("replicas").asInt());
    }

    @Test
    void aScaleChangesReplicasOnly() {
        registry.create("apps/v1", "deployments", "shop", DEPLOYMENT);
        ResourceEndpoint scale = registry.endpoint("apps/v1", "deployments", "scale");
        ObjectNode read = scale.get(WEB, "").tree();
        assertEquals(3, read.path("spec").path("replicas").asInt());
        assertEquals("app=web", Json.text(read, "status", "selector"));
        PatchBody patch = new PatchBody(PatchBody.Type.MERGE, yaml("spec: {replicas: 8}"));
        ObjectNode scaled = Json.parse(scale.patch(registry.call(), WEB, patch).json());
        assertEquals(8, scaled.path("spec").path("replicas").asInt());
        ObjectNode deployment = registry.get("apps/v1", "deployments", WEB);
        assertEquals(8, deployment.path("spec").path("replicas").asInt());
        assertEquals(2, Metadata.of(deployment).generation());
        PatchBody negative = new PatchBody(PatchBody.Type.MERGE, yaml("spec: {replicas: -1}"));
        assertEquals(
                "Scale.autoscaling \"web\" is invalid: spec.replicas: Invalid value: -1: must be"
                        + " greater than or equal to 0",
                refused(() -> scale.patch(registry.call(), WEB, negative)).getMessage());
    }

    @Test
    void servicesGetAddressesAndPortsThatNobodyElseHas() {
        ObjectNode one =
                registry.create(
                        "v1",
                        "services",
                        "shop",
                        "metadata: {name: one}\nspec: {type: NodePort, ports: [{port: 80}]}");
        ObjectNode two =
                registry.create(
                        "v1",
                        "services",
                        "shop",
                        "metadata: {name: two}\nspec: {type: NodePort, ports: [{port: 80}]}");
        assertEquals("10.96.1.0", Json.text(one, "spec", "clusterIP"));
        assertEquals("10.96.1.1", Json.text(two, "spec", "clusterIP"));
        assertEquals(30000, one.path("spec").path("ports").get(0).path("nodePort").asInt());
        assertEquals(30001, two.path("spec").path("ports").get(0).path("nodePort").asInt());
        assertEquals(80, one.path("spec").path("ports").get(0).path("targetPort").asInt());
        ApiException e =
                refused(
                        () ->
                                registry.create(
                                        "v1",
                                        "services",
                                        "shop",
                                        "metadata: {name: three}\n"
                                            + "spec: {clusterIP: 10.96.1.1, ports: [{port: 1}]}"));
        assertEquals(
                "Service \"three\" is invalid: spec.clusterIPs: Invalid value: [\"10.96.1.1\"]:"
                        + " failed to allocate IP 10.96.1.1: provided IP is already allocated",
                e.getMessage());
    }

    @Test
    void aServiceKeepsItsAddressWhenAClientLeavesItOut() {
        ObjectNode created =
                registry.create(
                        "v1",
                        "services",
                        "shop",
                        "metadata: {name: web}\nspec: {ports: [{port: 80}]}");
        ObjectNode next =
                yaml("metadata: {name: web}\nspec: {type: NodePort, ports: [{port: 80}]}");
        ObjectNode updated = registry.update("v1", "services", WEB, next);
        assertEquals(
                Json.text(created, "spec", "clusterIP"), Json.text(updated, "spec", "clusterIP"));
        assertEquals(30000, updated.path("spec").path("ports").get(0).path("nodePort").asInt());
    }

    @Test
    void aSecretsPlainTextBecomesDataAndIsSealed() {
        ObjectNode secret =
                registry.create(
                        "v1",
                        "secrets",
                        "shop",
                        "metadata: {name: web}\nstringData: {password: hunter2}");
        assertEquals("aHVudGVyMg==", Json.text(secret, "data", "password"));
        assertFalse(secret.has("stringData"));
        assertEquals("Opaque", Json.text(secret, "type"));
        byte[] stored =
                java.util.Objects.requireNonNull(
                                registry.store.get("/registry/core/secrets/shop/web"))
                        .value();
        String text = new String(stored, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertFalse(text.contains("password"));
    }

    @Test
    void whatIsImmutableStaysAsItIs() {
        ObjectNode config =
                registry.create(
                        "v1",
                        "configmaps",
                        "shop",
                        "metadata: {name: web}\nimmutable: true\ndata: {a: b}");
        config.putObject("data").put("a", "c");
        assertEquals(
                "ConfigMap \"web\" is invalid: data: Forbidden: field is immutable when"
                        + " `immutable` is set",
                refused(
                                () ->
                                        registry.endpoint("v1", "configmaps")
                                                .update(registry.call(), WEB, config))
                        .getMessage());
    }

    @Test
    void fieldSelectorsAreCheckedAgainstTheKind() {
        registry.create("v1", "pods", "shop", POD.replace("spec:", "spec:\n  nodeName: n1"));
        ResourceEndpoint pods = registry.endpoint("v1", "pods");
        assertEquals(1, pods.list(byField("spec.nodeName=n1")).items().size());
        assertEquals(0, pods.list(byField("spec.nodeName=n2")).items().size());
        assertEquals(
                "field label not supported: spec.colour",
                refused(() -> pods.list(byField("spec.colour=red"))).getMessage());
    }

    private static ListQuery byField(String selector) {
        return new ListQuery("shop", "", selector, 0, "", "", "");
    }
}
