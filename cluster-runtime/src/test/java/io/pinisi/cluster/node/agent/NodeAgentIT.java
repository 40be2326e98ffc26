package io.pinisi.cluster.node.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.network.address.ClusterNetworks;
import io.pinisi.cluster.node.engine.NodeCleanup;
import io.pinisi.cluster.node.engine.NodeEngine;
import io.pinisi.cluster.node.engine.TestImages;
import io.pinisi.cluster.node.pod.FieldReferences;
import io.pinisi.cluster.node.pod.NodeFacts;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.Containers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The agent with real containers, and an API that only remembers. */
@ExtendWith(Containers.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeAgentIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PODS = "/api/v1/namespaces/default/pods/";

    private Path home = Path.of("/");
    private final FakeApi api = new FakeApi();
    private NodeEngine engine;
    private NodeAgent agent;
    private Informer services;
    private Pki pki;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        home = folder;
        ClusterNetwork network = ClusterNetworks.onThisMachine(home).of("agent-it");
        engine = NodeEngine.start(new NodeEngine.Options(home, "agent-it", "one", network, null));
        engine.importImages(TestImages.busybox(home));
        pki = Pki.open(home.resolve("pki"), "test", Clock.systemUTC());
        services =
                new Informer(
                        api.client(),
                        ResourcePath.all(Resources.SERVICES),
                        ListOptions.ALL,
                        InformerLimits.STANDARD);
        services.start();
        agent =
                NodeAgent.start(
                        new NodeSettings(
                                new NodeFacts("one", engine.address(), "containerd"),
                                new FieldReferences.Capacity(2000, 4L << 30, 110),
                                engine.pods().toString(),
                                List.of(network.dns()),
                                "cluster.local",
                                engine.podsFolder(),
                                engine.volatileFolder(),
                                engine.logsFolder(),
                                engine::cgroupParent,
                                Map.of(),
                                "",
                                NodeSettings.Limits.STANDARD),
                        api.client(),
                        engine.runtime(),
                        services.lister(),
                        pki.serverCredential(
                                "system:node:one", List.of("system:nodes"), Set.of("127.0.0.1")),
                        InetAddress.getLoopbackAddress(),
                        Clock.systemUTC());
    }

    @AfterAll
    void stop() {
        if (agent != null) {
            agent.close();
            services.close();
            engine.close();
        }
        NodeCleanup.clean(home);
    }

    private ObjectNode pod(String name, String spec) {
        ObjectNode pod =
                Json.parse(
                        """
                        {"apiVersion": "v1", "kind": "Pod",
                         "metadata": {"name": "%s", "namespace": "default"},
                         "spec": %s}
                        """
                                .formatted(name, spec.replace("BUSYBOX", TestImages.BUSYBOX))
                                .getBytes(StandardCharsets.UTF_8));
        pod.withObject("/spec").put("nodeName", "one");
        return api.put(PODS + name, pod);
    }

    /** The first state that it was ever in and that fits: none is missed for being short. */
    private ObjectNode await(String name, String what, Predicate<ObjectNode> condition) {
        AtomicReference<Optional<ObjectNode>> found = new AtomicReference<>(Optional.empty());
        Await.until(
                name + " " + what,
                LIMIT,
                () -> {
                    found.set(api.past(PODS + name).stream().filter(condition).findFirst());
                    return found.get().isPresent();
                },
                () -> api.get(PODS + name) + " " + api.events());
        return found.get().orElseThrow();
    }

    private static String phase(ObjectNode pod) {
        return pod.path("status").path("phase").asString("");
    }

    private static boolean ready(ObjectNode pod) {
        return pod.path("status").path("containerStatuses").path(0).path("ready").asBoolean(false);
    }

    private void delete(String name) {
        api.askToDelete(PODS + name, 1);
        Await.until(
                name + " is gone",
                LIMIT,
                () -> api.get(PODS + name).isEmpty(),
                () -> api.get(PODS + name));
    }

    private SSLContext client(String group) {
        return pki.clientCredential(UserInfo.of("someone", group)).tls();
    }

    private HttpResponse<String> ask(String client, String path) {
        try (HttpClient http = HttpClient.newBuilder().sslContext(client(client)).build()) {
            return http.send(
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://127.0.0.1:"
                                                    + agent.server().address().getPort()
                                                    + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private String log(String pod, String container, String query) {
        return ask("system:masters", "/containerLogs/default/" + pod + "/" + container + query)
                .body();
    }

    @Test
    void aPodOfAPresentImageRunsTellsAndGoes() throws Exception {
        pod(
                "quick",
                """
                {"terminationGracePeriodSeconds": 1, "containers": [{"name": "main", "image": "BUSYBOX",
                  "imagePullPolicy": "IfNotPresent", "command": ["sh", "-c", "echo begin; sleep 600"]}]}
                """);
        ObjectNode running = await("quick", "runs", NodeAgentIT::ready);

        assertEquals("Running", phase(running));
        assertTrue(engine.pods().contains(running.path("status").path("podIP").asString()));
        Await.until(
                "its log is served",
                LIMIT,
                () -> log("quick", "main", "").equals("begin\n"),
                () -> log("quick", "main", ""));
        assertEquals(403, ask("people", "/containerLogs/default/quick/main").statusCode());
        delete("quick");
        assertTrue(
                engine.runtime().observe(Metadata.uid(running)).isEmpty(), "nothing of it is left");
    }

    @Test
    void otherResourcesReachTheRunningContainer() {
        ObjectNode running =
                pod(
                        "resized",
                        """
                        {"terminationGracePeriodSeconds": 0, "containers": [{"name": "main", "image": "BUSYBOX",
                          "command": ["sh", "-c", "cd /sys/fs/cgroup; while sleep 0.2; do cat cpu.max cpu/cpu.cfs_quota_us; done 2>/dev/null"],
                          "resources": {"requests": {"cpu": "50m"}, "limits": {"cpu": "200m"}}}]}
                        """);
        await("resized", "runs", NodeAgentIT::ready);
        Await.until(
                "the first limit holds",
                LIMIT,
                () -> log("resized", "main", "").contains("20000"),
                () -> log("resized", "main", ""));

        ObjectNode wanted = api.get(PODS + "resized").orElseThrow();
        wanted.withObject("/spec/containers/0/resources/limits").put("cpu", "400m");
        api.put(PODS + "resized", wanted);
        Await.until(
                "the second limit holds in the same container",
                LIMIT,
                () -> log("resized", "main", "").contains("40000"),
                () -> log("resized", "main", "") + api.get(PODS + "resized"));
        ObjectNode resized =
                await(
                        "resized",
                        "says so",
                        pod ->
                                "400m"
                                        .equals(
                                                Json.text(
                                                        pod.path("status")
                                                                .path("containerStatuses")
                                                                .path(0),
                                                        "resources",
                                                        "limits",
                                                        "cpu")));
        assertEquals(Metadata.uid(running), Metadata.uid(resized));
        assertEquals(
                0,
                resized.path("status")
                        .path("containerStatuses")
                        .path(0)
                        .path("restartCount")
                        .asInt(-1));
        delete("resized");
    }

    @Test
    void aCommandRunsInAContainerOverTheTunnel() throws Exception {
        pod(
                "entered",
                """
                {"terminationGracePeriodSeconds": 0, "containers": [{"name": "main", "image": "BUSYBOX",
                  "command": ["sleep", "600"]}]}
                """);
        await("entered", "runs", NodeAgentIT::ready);
        StringBuilder received = new StringBuilder();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(client("system:masters")).build()) {
            http.newWebSocketBuilder()
                    .subprotocols("v4.channel.k8s.io")
                    .buildAsync(
                            URI.create(
                                    "wss://127.0.0.1:"
                                            + agent.server().address().getPort()
                                            + "/exec/default/entered/main?output=1&error=1"
                                            + "&command=sh&command=-c&command=echo+hello;exit+3"),
                            new Collector(received, closed))
                    .get(60, TimeUnit.SECONDS);
            closed.get(60, TimeUnit.SECONDS);
        }
        assertTrue(received.toString().contains("\u0001hello\n"), received.toString());
        assertTrue(received.toString().contains("\"message\":\"3\""), received.toString());
        delete("entered");
    }

    /** Keeps every byte, the channel numbers included. */
    private record Collector(StringBuilder received, CompletableFuture<Integer> closed)
            implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket socket, ByteBuffer data, boolean last) {
            received.append(StandardCharsets.UTF_8.decode(data));
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(-1);
        }
    }

    @Test
    void variablesVolumesAndRightsAreAsTheSpecSays() throws Exception {
        api.put(
                "/api/v1/namespaces/default/configmaps/settings",
                Json.parse(
                        """
                        {"metadata": {"name": "settings", "namespace": "default"},
                         "data": {"colour": "blue", "file.txt": "hello"}}
                        """
                                .getBytes(StandardCharsets.UTF_8)));
        api.put(
                "/api/v1/namespaces/default/secrets/keys",
                Json.parse(
                        """
                        {"metadata": {"name": "keys", "namespace": "default"}, "data": {"key": "czNjcmV0"}}
                        """
                                .getBytes(StandardCharsets.UTF_8)));
        pod(
                "configured",
                """
                {"restartPolicy": "Never", "securityContext": {"fsGroup": 2000, "runAsUser": 1000},
                 "initContainers": [{"name": "prepare", "image": "BUSYBOX",
                   "command": ["sh", "-c", "echo prepared > /work/state"],
                   "volumeMounts": [{"name": "work", "mountPath": "/work"}]}],
                 "containers": [{"name": "main", "image": "BUSYBOX",
                  "command": ["sh", "-c", "echo $COLOUR $(GREETING) $POD; cat /conf/file.txt /sec/key /work/state; id -u; id -G; echo bye > /dev/termination-log"],
                  "env": [{"name": "COLOUR", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "colour"}}},
                    {"name": "GREETING", "value": "hi-$(COLOUR)"},
                    {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
                  "volumeMounts": [{"name": "conf", "mountPath": "/conf"}, {"name": "sec", "mountPath": "/sec"},
                    {"name": "work", "mountPath": "/work"}]}],
                 "volumes": [{"name": "conf", "configMap": {"name": "settings"}},
                  {"name": "sec", "secret": {"secretName": "keys"}},
                  {"name": "work", "emptyDir": {"medium": "Memory"}}]}
                """);
        ObjectNode over = await("configured", "ends", p -> phase(p).equals("Succeeded"));

        String log = log("configured", "main", "");
        assertTrue(log.startsWith("blue hi-blue configured\nhellos3cretprepared\n1000\n"), log);
        assertTrue(log.contains("2000"), log);
        assertEquals(
                "bye\n",
                over.path("status")
                        .path("containerStatuses")
                        .path(0)
                        .path("state")
                        .path("terminated")
                        .path("message")
                        .asString());
        delete("configured");
    }

    @Test
    void aCrashingContainerIsStartedAgainAndThenWaits() throws Exception {
        pod(
                "crashing",
                """
                {"containers": [{"name": "main", "image": "BUSYBOX", "command": ["sh", "-c", "echo try; exit 3"]}]}
                """);
        ObjectNode waiting =
                await(
                        "crashing",
                        "waits",
                        p ->
                                p.path("status")
                                        .path("containerStatuses")
                                        .path(0)
                                        .path("state")
                                        .path("waiting")
                                        .path("reason")
                                        .asString("")
                                        .equals("CrashLoopBackOff"));
        var status = waiting.path("status").path("containerStatuses").path(0);

        assertEquals(3, status.path("lastState").path("terminated").path("exitCode").asInt());
        assertEquals(1, status.path("restartCount").asInt());
        assertEquals("Running", phase(waiting));
        assertTrue(
                api.past(PODS + "crashing").stream()
                        .map(p -> p.path("status").path("containerStatuses").path(0))
                        .filter(seen -> seen.path("restartCount").asInt() == 0)
                        .noneMatch(
                                seen ->
                                        seen.path("state").has("waiting")
                                                && seen.has("lastState")
                                                && seen.path("lastState").has("terminated")),
                "the first restart waits for nothing");
        assertEquals("try\n", log("crashing", "main", "?previous=true"));
        delete("crashing");
    }

    @Test
    void whatIsMissingIsNamed() {
        pod(
                "unpullable",
                """
                {"containers": [{"name": "main", "image": "localhost:1/nothing:1"}]}
                """);
        pod(
                "unconfigured",
                """
                {"containers": [{"name": "main", "image": "BUSYBOX", "env": [
                  {"name": "A", "valueFrom": {"configMapKeyRef": {"name": "absent", "key": "a"}}}]}]}
                """);
        ObjectNode image = await("unpullable", "fails", p -> p.toString().contains("ErrImagePull"));
        ObjectNode config =
                await(
                        "unconfigured",
                        "fails",
                        p -> p.toString().contains("CreateContainerConfigError"));

        assertTrue(image.toString().contains("localhost:1/nothing:1"), image.toString());
        assertTrue(
                config.toString().contains("configmap \\\"absent\\\" not found"),
                config.toString());
        assertEquals("Pending", phase(image));
        delete("unpullable");
        delete("unconfigured");
    }

    @Test
    void probesDecideOnReadinessAndRestart() {
        pod(
                "probed",
                """
                {"terminationGracePeriodSeconds": 1, "containers": [{"name": "main", "image": "BUSYBOX",
                  "command": ["sleep", "600"],
                  "readinessProbe": {"exec": {"command": ["cat", "/tmp/ok"]}, "periodSeconds": 1}},
                 {"name": "sick", "image": "BUSYBOX", "command": ["sleep", "600"],
                  "livenessProbe": {"tcpSocket": {"port": 81}, "periodSeconds": 1, "failureThreshold": 1}}]}
                """);
        ObjectNode unready =
                await("probed", "is unready", p -> phase(p).equals("Running") && !ready(p));
        String main =
                engine.runtime().observe(Metadata.uid(unready)).newest("main").orElseThrow().id();
        engine.runtime().access().exec(main, List.of("touch", "/tmp/ok"), LIMIT);
        await("probed", "gets ready", NodeAgentIT::ready);
        await(
                "probed",
                "restarts what is sick",
                p ->
                        p.path("status")
                                        .path("containerStatuses")
                                        .path(1)
                                        .path("restartCount")
                                        .asInt()
                                > 0);
        delete("probed");
    }

    @Test
    void theNodeIsRegisteredAndReady() {
        Await.until(
                "the node is ready",
                LIMIT,
                () ->
                        api.get("/api/v1/nodes/one")
                                .filter(n -> n.toString().contains("KubeletReady"))
                                .isPresent(),
                () -> api.get("/api/v1/nodes/one"));
        ObjectNode node = api.get("/api/v1/nodes/one").orElseThrow();

        assertEquals("one", Metadata.of(node).label("kubernetes.io/hostname"));
        assertFalse(node.path("status").path("capacity").path("cpu").asString("").isEmpty());
        Await.until(
                "the lease is there",
                LIMIT,
                () ->
                        api.get(
                                        "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/one")
                                .isPresent(),
                () -> "");
    }
}
