package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.network.address.ClusterNetworks;
import io.pinisi.cluster.node.agent.FakeApi;
import io.pinisi.cluster.node.engine.NodeCleanup;
import io.pinisi.cluster.node.engine.TestImages;
import io.pinisi.cluster.node.runtime.ExecResult;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.Containers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Two real nodes with services and names, and an API that only remembers. */
@ExtendWith(Containers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeAssemblyIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PODS = "/api/v1/namespaces/default/pods/";

    private final FakeApi api = new FakeApi();
    private Path home = Path.of("/");
    private ClusterNetwork network;
    private Nodes nodes;
    private ServerSocket apiServer;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        network = ClusterNetworks.onThisMachine(home).of("net-it");
        Credential credential =
                Pki.open(home.resolve("pki"), "test", Clock.systemUTC())
                        .serverCredential("node", List.of("system:nodes"), Set.of("127.0.0.1"));
        apiServer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::greet);
        nodes =
                NodeAssembly.start(
                        new NodeOptions(
                                home,
                                "net-it",
                                List.of("one", "two"),
                                2,
                                NodeOptions.RuntimeChoice.CONTAINERD,
                                node -> api.client(),
                                api.client(),
                                node -> credential,
                                network,
                                null,
                                (InetSocketAddress) apiServer.getLocalSocketAddress()));
        nodes.importImages(TestImages.busybox(home));
        service("web", network.services().host(20), 30080);
        service("kubernetes", network.apiService(), 0);
        service("lonely", network.services().host(21), 0);
        web("web-a", "one");
        web("web-b", "two");
        pod("client", "one", "sleep 1000");
        slice();
    }

    private void greet() {
        while (!apiServer.isClosed()) {
            try (Socket socket = apiServer.accept()) {
                socket.getOutputStream().write("api\n".getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                return;
            }
        }
    }

    @AfterAll
    void stop() throws Exception {
        if (nodes != null) {
            nodes.close();
        }
        if (apiServer != null) {
            apiServer.close();
        }
        NodeCleanup.clean(home);
    }

    private static ObjectNode json(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private void service(String name, String address, int nodePort) {
        api.put(
                "/api/v1/namespaces/default/services/" + name,
                json(
                        """
                        {"metadata": {"name": "%s", "namespace": "default"}, "spec": {"clusterIP": "%s",
                         "ports": [{"name": "http", "port": 80, "protocol": "TCP", "nodePort": %d}]}}
                        """
                                .formatted(name, address, nodePort)));
    }

    private void web(String name, String node) {
        pod(name, node, "mkdir /www; hostname > /www/index.html; exec httpd -f -p 8080 -h /www");
    }

    private void pod(String name, String node, String script) {
        api.put(
                PODS + name,
                json(
                        """
                        {"metadata": {"name": "%s", "namespace": "default"}, "spec": {"nodeName": "%s",
                         "terminationGracePeriodSeconds": 0,
                         "containers": [{"name": "main", "image": "%s", "command": ["sh", "-c", "%s"]}]}}
                        """
                                .formatted(name, node, TestImages.BUSYBOX, script)));
    }

    private String address(String pod) {
        return api.get(PODS + pod).orElseThrow().path("status").path("podIP").asString("");
    }

    private boolean runs(String pod) {
        return api.get(PODS + pod)
                        .orElseThrow()
                        .path("status")
                        .path("phase")
                        .asString("")
                        .equals("Running")
                && !address(pod).isEmpty();
    }

    private void slice() {
        for (String pod : List.of("web-a", "web-b", "client")) {
            Await.until(pod + " runs", LIMIT, () -> runs(pod), () -> api.get(PODS + pod));
        }
        api.put(
                "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices/web-1",
                json(
                        """
                        {"metadata": {"name": "web-1", "namespace": "default",
                          "labels": {"kubernetes.io/service-name": "web"}}, "addressType": "IPv4",
                         "ports": [{"name": "http", "port": 8080, "protocol": "TCP"}],
                         "endpoints": [{"addresses": ["%s"], "nodeName": "one"},
                           {"addresses": ["%s"], "nodeName": "two"}]}
                        """
                                .formatted(address("web-a"), address("web-b"))));
    }

    private ExecResult inPod(String pod, String... command) {
        String uid = Metadata.uid(api.get(PODS + pod).orElseThrow());
        return nodes.runtimes().stream()
                .filter(runtime -> !runtime.observe(uid).isEmpty())
                .map(
                        runtime ->
                                runtime.access()
                                        .exec(
                                                runtime.observe(uid)
                                                        .newest("main")
                                                        .orElseThrow()
                                                        .id(),
                                                List.of(command),
                                                Duration.ofSeconds(60)))
                .findFirst()
                .orElseThrow();
    }

    private void awaitFetch(String pod, String url, String what) {
        Await.until(
                url + " from " + pod,
                LIMIT,
                () -> inPod(pod, "wget", "-q", "-O", "-", url).output().contains(what),
                () -> inPod(pod, "wget", "-O", "-", url).output());
    }

    @Test
    void aServiceIsReachedByAddressAndByName() {
        awaitFetch("client", "http://" + network.services().host(20), "web-");
        awaitFetch("client", "http://web", "web-a");
        awaitFetch("client", "http://web.default.svc.cluster.local", "web-b");
    }

    @Test
    void aBackendReachesItselfThroughItsService() {
        awaitFetch("web-a", "http://web", "web-a");
    }

    @Test
    void theMachineReachesNodePortsOfEveryNodeAndClusterAddresses() {
        for (String url :
                List.of(
                        "http://" + network.node(0) + ":30080",
                        "http://" + network.node(1) + ":30080",
                        "http://" + network.services().host(20))) {
            for (String backend : List.of("web-a", "web-b")) {
                Await.until(
                        url + " answers from " + backend,
                        LIMIT,
                        () -> fetch(url).contains(backend),
                        () -> fetch(url));
            }
        }
    }

    private static String fetch(String url) {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            return http.send(
                            HttpRequest.newBuilder(URI.create(url)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return String.valueOf(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return String.valueOf(e);
        }
    }

    @Test
    void aServiceWithoutBackendsRefusesAtOnce() {
        Await.until(
                "refused",
                LIMIT,
                () ->
                        inPod("client", "nc", "-w", "5", network.services().host(21), "80")
                                .output()
                                .contains("refused"),
                () -> inPod("client", "nc", "-w", "5", network.services().host(21), "80"));
    }

    @Test
    void theApiServerIsReachedByItsServiceAlthoughItListensOnLoopback() {
        Await.until(
                "the API server answers",
                LIMIT,
                () ->
                        inPod("client", "nc", "-w", "2", network.apiService(), "80")
                                .output()
                                .equals("api\n"),
                () -> inPod("client", "nc", "-w", "2", network.apiService(), "80"));
    }

    @Test
    void namesOfTheClusterAreAnsweredAndUnknownOnesDenied() {
        String address = network.services().host(20);
        Await.until(
                "the name of a service",
                LIMIT,
                () -> lookedUp("web").output().contains(address),
                () -> lookedUp("web"));

        ExecResult unknown = lookedUp("absent");

        assertTrue(unknown.output().contains("NXDOMAIN"), unknown.output());
        assertEquals(1, unknown.exitCode());
    }

    private ExecResult lookedUp(String service) {
        return inPod("client", "nslookup", service + ".default.svc.cluster.local");
    }
}
