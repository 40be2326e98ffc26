package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.FakeAgent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Logs and tunnels through the API server to an agent. */
final class PodConnectionsIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private static final ResourcePath PODS =
            ResourcePath.all(GroupVersionResource.of("v1", "pods")).in("default");
    private static FakeAgent agent;

    @BeforeAll
    static void populate() throws IOException {
        agent =
                new FakeAgent(
                        CLUSTER.server()
                                .pki()
                                .serverCredential(
                                        "system:node:n1",
                                        List.of("system:nodes"),
                                        Set.of("127.0.0.1")));
        ApiClient admin = CLUSTER.admin();
        ResourcePath nodes = ResourcePath.all(GroupVersionResource.of("v1", "nodes"));
        ObjectNode node = Json.object().put("apiVersion", "v1").put("kind", "Node");
        node.putObject("metadata")
                .put("name", "n1")
                .putObject("annotations")
                .put("pinisi.io/agent-address", "127.0.0.1");
        ObjectNode created = admin.create(nodes, node, WriteOptions.PLAIN);
        created.withObject("status")
                .putObject("daemonEndpoints")
                .putObject("kubeletEndpoint")
                .put("Port", agent.port());
        admin.update(nodes.named("n1").sub("status"), created, WriteOptions.PLAIN);
        ObjectNode account = Json.object().put("apiVersion", "v1").put("kind", "ServiceAccount");
        account.putObject("metadata").put("name", "default");
        admin.create(
                ResourcePath.all(GroupVersionResource.of("v1", "serviceaccounts")).in("default"),
                account,
                WriteOptions.PLAIN);
        admin.create(PODS, pod("one", "n1", "main"), WriteOptions.PLAIN);
        admin.create(PODS, pod("two", "n1", "a", "b"), WriteOptions.PLAIN);
        admin.create(PODS, pod("unbound", "", "main"), WriteOptions.PLAIN);
    }

    @AfterAll
    static void end() throws IOException {
        agent.close();
    }

    private static ObjectNode pod(String name, String node, String... containers) {
        ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
        pod.putObject("metadata").put("name", name);
        ObjectNode spec = pod.putObject("spec");
        if (!node.isEmpty()) {
            spec.put("nodeName", node);
        }
        for (String container : containers) {
            spec.withArray("containers").addObject().put("name", container).put("image", "x");
        }
        return pod;
    }

    private static String log(String pod, String query) {
        StringBuilder text = new StringBuilder();
        try (Transport.Response response =
                CLUSTER.admin().raw("GET", PODS.named(pod).sub("log").path() + query)) {
            switch (response.body()) {
                case Transport.Body.Whole whole -> text.append(utf8(whole.bytes()));
                case Transport.Body.Frames frames -> {
                    for (byte[] next = frames.next(); next != null; next = frames.next()) {
                        text.append(utf8(next));
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return text.toString();
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void aLogComesFromTheAgentOfThePodsNode() {
        assertEquals("first\nsecond\n", log("one", "?tailLines=5"));
        assertTrue(
                agent.requests().stream()
                        .anyMatch(
                                r ->
                                        r.startsWith(
                                                        "GET /containerLogs/default/one/main?tailLines=5"
                                                            + " ")
                                                && r.contains("CN=kube-apiserver")));
    }

    @Test
    void aPodWithSeveralContainersNeedsAName() {
        ApiException refusal = assertThrows(ApiException.class, () -> log("two", ""));
        assertEquals(
                "a container name must be specified for pod two, choose one of: [a b]",
                refusal.getMessage());
        refusal = assertThrows(ApiException.class, () -> log("two", "?container=c"));
        assertEquals("container c is not valid for pod two", refusal.getMessage());
        assertEquals(Reason.BAD_REQUEST, refusal.reason());
    }

    @Test
    void aPodThatNoNodeHasYetHasAnEmptyLog() {
        assertEquals("", log("unbound", ""));
    }

    @Test
    void negativeTailLinesAreInvalid() {
        ApiException refusal = assertThrows(ApiException.class, () -> log("one", "?tailLines=-1"));
        assertEquals(Reason.INVALID, refusal.reason());
    }

    @Test
    void execBecomesATunnelThatCarriesBytesBothWays() throws IOException {
        try (SSLSocket socket = connect()) {
            String head = upgrade(socket, "exec?command=sh&command=a+b&stdin=true&tty=true");
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertTrue(head.toLowerCase(java.util.Locale.ROOT).contains("upgrade: spdy/3.1"), head);
            byte[] large = new byte[300_000];
            new java.util.Random(1).nextBytes(large);
            Thread writer =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            socket.getOutputStream().write(large);
                                        } catch (IOException e) {
                                            throw new java.io.UncheckedIOException(e);
                                        }
                                    });
            assertArrayEquals(large, socket.getInputStream().readNBytes(large.length));
            writer.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertTrue(
                agent.requests().stream()
                        .anyMatch(
                                r ->
                                        r.startsWith(
                                                "POST /exec/default/one/main?input=1&tty=1&command=sh&command=a%20b"
                                                    + " ")));
    }

    @Test
    void whatTheAgentSaidArrivesThoughTheClientIsStillSpeaking() throws Exception {
        try (SSLSocket socket = connect()) {
            upgrade(socket, "attach?stdin=true&stdout=true");
            Thread writer =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            while (!Thread.interrupted()) {
                                                socket.getOutputStream().write(new byte[10_000]);
                                            }
                                        } catch (IOException e) {
                                            // the end of the connection ends it
                                        }
                                    });
            assertEquals(FakeAgent.ATTACH_BYTES, socket.getInputStream().readAllBytes().length);
            writer.interrupt();
            writer.join();
        }
    }

    @Test
    void whatTheAgentRefusesIsRefusedWithItsWords() throws IOException {
        try (SSLSocket socket = connect()) {
            String head = upgrade(socket, "portforward");
            assertTrue(head.startsWith("HTTP/1.1 404 "), head);
            String body = utf8(socket.getInputStream().readNBytes(120));
            assertTrue(body.contains("no sandbox"), body);
        }
    }

    @Test
    void withoutAnUpgradeThereIsNoExec() {
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () -> CLUSTER.admin().raw("POST", PODS.named("one").sub("exec").path()));
        assertEquals("Upgrade request required", refusal.getMessage());
    }

    private static SSLSocket connect() throws IOException {
        var credential =
                CLUSTER.server().pki().clientCredential(UserInfo.of("admin", UserInfo.MASTERS));
        return (SSLSocket)
                credential
                        .tls()
                        .getSocketFactory()
                        .createSocket("127.0.0.1", CLUSTER.server().port());
    }

    private static String upgrade(SSLSocket socket, String subresource) throws IOException {
        String request =
                "POST "
                        + PODS.named("one").path()
                        + "/"
                        + subresource
                        + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                        + "X-Stream-Protocol-Version: v4\r\nContent-Length: 0\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after: " + head.toString(StandardCharsets.US_ASCII));
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }
}
