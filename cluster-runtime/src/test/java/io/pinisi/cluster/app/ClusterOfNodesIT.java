package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.network.address.ClusterNetworks;
import io.pinisi.cluster.node.engine.NodeCleanup;
import io.pinisi.cluster.node.engine.TestImages;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Containers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A real API server and a real node, each acting only as its own user may. */
@ExtendWith(Containers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterOfNodesIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ResourcePath PODS =
            ResourcePath.all(GroupVersionResource.of("v1", "pods")).in("default");
    private static final ObjectKey NODE = ObjectKey.cluster("one");

    private Path home = Path.of("/");
    private Nodes nodes;

    @BeforeAll
    void start(@TempDir Path folder) {
        home = folder;
        ClusterNetwork network = ClusterNetworks.onThisMachine(home).of("real-it");
        ApiServer server = CLUSTER.server();
        nodes =
                NodeAssembly.start(
                        new NodeOptions(
                                home,
                                "real-it",
                                List.of("one"),
                                1,
                                NodeOptions.RuntimeChoice.CONTAINERD,
                                node ->
                                        CLUSTER.client(
                                                UserInfo.of(
                                                        "system:node:" + node,
                                                        "system:nodes",
                                                        UserInfo.AUTHENTICATED)),
                                CLUSTER.client(
                                        UserInfo.of("system:kube-proxy", UserInfo.AUTHENTICATED)),
                                node ->
                                        server.pki()
                                                .serverCredential(
                                                        "system:node:" + node,
                                                        List.of("system:nodes"),
                                                        Set.of("127.0.0.1")),
                                network,
                                null,
                                new InetSocketAddress(
                                        InetAddress.getLoopbackAddress(), server.port())));
        nodes.importImages(TestImages.busybox(home));
    }

    @AfterAll
    void stop() {
        if (nodes != null) {
            nodes.close();
        }
        NodeCleanup.clean(home);
    }

    private static ObjectNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPodRunsLogsAndGoes() throws Exception {
        ApiClient admin = CLUSTER.admin();
        ResourcePath nodePath = ResourcePath.of(GroupVersionResource.of("v1", "nodes"), NODE);
        Await.until(
                "the node is ready",
                LIMIT,
                () ->
                        admin.find(nodePath)
                                .filter(n -> n.toString().contains("KubeletReady"))
                                .isPresent(),
                () -> admin.find(nodePath));
        ResourcePath accounts =
                ResourcePath.all(GroupVersionResource.of("v1", "serviceaccounts")).in("default");
        if (admin.find(accounts.named("default")).isEmpty()) {
            admin.create(
                    accounts,
                    json(
                            "{\"apiVersion\": \"v1\", \"kind\": \"ServiceAccount\", \"metadata\":"
                                    + " {\"name\": \"default\"}}"),
                    WriteOptions.PLAIN);
        }
        ResourcePath maps =
                ResourcePath.all(GroupVersionResource.of("v1", "configmaps")).in("default");
        if (admin.find(maps.named("kube-root-ca.crt")).isEmpty()) {
            admin.create(
                    maps,
                    json(
                            "{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\":"
                                    + " {\"name\": \"kube-root-ca.crt\"}, \"data\": {\"ca.crt\":"
                                    + " \"x\"}}"),
                    WriteOptions.PLAIN);
        }
        admin.create(
                PODS,
                json(
                        """
                        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": "default"},
                         "spec": {"nodeName": "one", "terminationGracePeriodSeconds": 1, "containers": [
                           {"name": "main", "image": "%s", "imagePullPolicy": "IfNotPresent",
                            "command": ["sh", "-c", "head -c 10 /var/run/secrets/kubernetes.io/serviceaccount/token > /dev/null && echo has-token; sleep 600"]}]}}
                        """
                                .formatted(TestImages.BUSYBOX)),
                WriteOptions.PLAIN);
        Await.until(
                "the pod runs",
                LIMIT,
                () ->
                        admin.get(PODS.named("web"))
                                .path("status")
                                .path("phase")
                                .asString("")
                                .equals("Running"),
                () -> admin.get(PODS.named("web")));
        Await.until(
                "the log is served",
                LIMIT,
                () -> log(admin).equals("has-token\n"),
                () -> log(admin));
        Await.until(
                "its owner is told",
                LIMIT,
                () ->
                        events(admin).stream()
                                .anyMatch(e -> e.path("reason").asString("").equals("Started")),
                () -> events(admin));
        admin.delete(PODS.named("web"), null);
        Await.until(
                "the pod is gone",
                LIMIT,
                () -> admin.find(PODS.named("web")).isEmpty(),
                () -> admin.find(PODS.named("web")));
        assertEquals(0, admin.list(PODS, ListOptions.ALL).items().size());
    }

    private static List<ObjectNode> events(ApiClient client) {
        return client.list(
                        ResourcePath.all(GroupVersionResource.of("v1", "events")).in("default"),
                        ListOptions.ALL)
                .items();
    }

    private static String log(ApiClient client) {
        try (Transport.Response response = client.raw("GET", PODS.named("web").sub("log").path())) {
            if (response.body() instanceof Transport.Body.Whole whole) {
                return new String(whole.bytes(), StandardCharsets.UTF_8);
            }
            StringBuilder text = new StringBuilder();
            if (response.body() instanceof Transport.Body.Frames frames) {
                for (byte[] frame = frames.next(); frame != null; frame = frames.next()) {
                    text.append(new String(frame, StandardCharsets.UTF_8));
                }
            }
            return text.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }
}
