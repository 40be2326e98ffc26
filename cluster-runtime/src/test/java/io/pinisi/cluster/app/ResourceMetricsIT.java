package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.FakeAgent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an agent counts, served as {@code metrics.k8s.io}. */
final class ResourceMetricsIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ResourcePath NODES =
            ResourcePath.all(GroupVersionResource.of("v1", "nodes"));
    private static final ResourcePath PODS =
            ResourcePath.all(GroupVersionResource.of("v1", "pods")).in("default");
    private static final ResourcePath NODE_METRICS =
            ResourcePath.all(GroupVersionResource.of("metrics.k8s.io/v1beta1", "nodes"));
    private static final ResourcePath POD_METRICS =
            ResourcePath.all(GroupVersionResource.of("metrics.k8s.io/v1beta1", "pods"));
    private static FakeAgent agent;
    private static volatile String pod = "";

    @BeforeAll
    static void populate() throws IOException {
        agent =
                new FakeAgent(
                        CLUSTER.server()
                                .pki()
                                .serverCredential(
                                        "system:node:n1",
                                        List.of("system:nodes"),
                                        Set.of("127.0.0.1")),
                        ResourceMetricsIT::stats);
        ApiClient admin = CLUSTER.admin();
        node("n1", agent.port());
        node("deaf", 1);
        ObjectNode account = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
        account.putObject("metadata").put("name", "default");
        admin.create(
                ResourcePath.all(GroupVersionResource.of("v1", "serviceaccounts")).in("default"),
                account,
                WriteOptions.PLAIN);
        pod = Metadata.uid(runningPod("one"));
        Await.until(
                "metrics",
                Duration.ofSeconds(60),
                () -> !admin.list(POD_METRICS, ListOptions.ALL).items().isEmpty(),
                agent::requests);
    }

    @AfterAll
    static void end() throws IOException {
        agent.close();
    }

    /** A quarter of a core since the beginning, counted to the microsecond. */
    private static String stats() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        return """
        {"pods":[{"podRef":{"name":"one","namespace":"default","uid":"%s"},"containers":[
        {"name":"main","cpu":{"time":"%s","usageCoreNanoSeconds":%d},
         "memory":{"time":"%s","workingSetBytes":67108864}}]}]}\
        """
                .formatted(pod, now, ChronoUnit.MICROS.between(START, now) * 250, now);
    }

    private static void node(String name, int port) {
        ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
        node.putObject("metadata")
                .put("name", name)
                .putObject("annotations")
                .put("pinisi.io/agent-address", "127.0.0.1");
        ObjectNode created = CLUSTER.admin().create(NODES, node, WriteOptions.PLAIN);
        created.withObject("status")
                .putObject("daemonEndpoints")
                .putObject("kubeletEndpoint")
                .put("Port", port);
        CLUSTER.admin().update(NODES.named(name).sub("status"), created, WriteOptions.PLAIN);
    }

    private static ObjectNode runningPod(String name) {
        ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        object.putObject("metadata").put("name", name).putObject("labels").put("app", name);
        object.putObject("spec")
                .put("nodeName", "n1")
                .putArray("containers")
                .addObject()
                .put("name", "main")
                .put("image", "x");
        ObjectNode created = CLUSTER.admin().create(PODS, object, WriteOptions.PLAIN);
        ObjectNode patch = Json.object();
        patch.putObject("status").put("phase", "Running");
        CLUSTER.admin()
                .patch(PODS.named(name).sub("status"), PatchType.MERGE, patch, WriteOptions.PLAIN);
        return created;
    }

    @Test
    void aPodTellsWhatEachContainerUses() {
        ObjectNode metrics = CLUSTER.admin().get(POD_METRICS.in("default").named("one"));
        assertEquals("PodMetrics", metrics.path("kind").asString(""));
        assertEquals("one", metrics.path("metadata").path("labels").path("app").asString(""));
        assertEquals(
                "[{\"name\":\"main\",\"usage\":{\"cpu\":\"250m\",\"memory\":\"64Mi\"}}]",
                metrics.path("containers").toString());
    }

    @Test
    void aNodeTellsWhatItsContainersUseAndAnUnreachableOneNothing() {
        List<ObjectNode> nodes = CLUSTER.admin().list(NODE_METRICS, ListOptions.ALL).items();
        assertEquals(List.of("n1"), nodes.stream().map(n -> Metadata.of(n).name()).toList());
        assertEquals(
                "{\"cpu\":\"250m\",\"memory\":\"64Mi\"}",
                nodes.getFirst().path("usage").toString());
        ApiException unknown =
                assertThrows(
                        ApiException.class, () -> CLUSTER.admin().get(NODE_METRICS.named("deaf")));
        assertEquals("nodes.metrics.k8s.io \"deaf\" not found", unknown.getMessage());
    }

    @Test
    void labelsAndNamespacesSelect() {
        ApiClient admin = CLUSTER.admin();
        assertEquals(1, admin.list(POD_METRICS, ListOptions.ALL.labels("app=one")).items().size());
        assertEquals(0, admin.list(POD_METRICS, ListOptions.ALL.labels("app=two")).items().size());
        assertEquals(0, admin.list(POD_METRICS.in("other"), ListOptions.ALL).items().size());
    }

    @Test
    void thePresentCannotBeWatchedOrWritten() {
        ApiException refused =
                assertThrows(
                        ApiException.class,
                        () -> CLUSTER.admin().delete(POD_METRICS.in("default").named("one"), null));
        assertTrue(refused.is(Reason.METHOD_NOT_ALLOWED));
    }

    @Test
    void discoveryAndOpenApiKnowThem() {
        JsonNode resources =
                Discovery.get(CLUSTER.admin(), "/apis/metrics.k8s.io/v1beta1").path("resources");
        assertEquals("nodes NodeMetrics [\"get\",\"list\"]", told(resources.path(0)));
        assertEquals("pods PodMetrics [\"get\",\"list\"]", told(resources.path(1)));
        JsonNode schemas =
                Discovery.get(CLUSTER.admin(), "/openapi/v3/apis/metrics.k8s.io/v1beta1")
                        .path("components")
                        .path("schemas");
        assertTrue(schemas.has("io.k8s.metrics.v1beta1.PodMetrics"), schemas.toString());
    }

    private static String told(JsonNode resource) {
        return resource.path("name").asString("")
                + " "
                + resource.path("kind").asString("")
                + " "
                + resource.path("verbs");
    }

    @Test
    void whoMayViewMaySeeUsage() {
        ObjectNode binding =
                Json.parse(
                        """
                        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding",
                         "metadata":{"name":"v"},
                         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole",
                          "name":"view"},
                         "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User",
                          "name":"viewer"}]}\
                        """
                                .getBytes(StandardCharsets.UTF_8));
        CLUSTER.admin()
                .create(
                        ResourcePath.all(
                                        GroupVersionResource.of(
                                                "rbac.authorization.k8s.io/v1", "rolebindings"))
                                .in("default"),
                        binding,
                        WriteOptions.PLAIN);
        ApiClient viewer = CLUSTER.client(UserInfo.of("viewer", UserInfo.AUTHENTICATED));
        Await.until("the role", Duration.ofSeconds(60), () -> sees(viewer), () -> "nothing");
        assertThrows(ApiException.class, () -> viewer.list(NODE_METRICS, ListOptions.ALL));
    }

    private static boolean sees(ApiClient viewer) {
        try {
            return !viewer.list(POD_METRICS.in("default"), ListOptions.ALL).items().isEmpty();
        } catch (ApiException e) {
            return false;
        }
    }
}
