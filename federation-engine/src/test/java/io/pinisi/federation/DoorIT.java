package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.yaml;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.FakeAgent;
import io.pinisi.cluster.testing.Kubectl;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.agent.Agent;
import io.pinisi.federation.agent.AgentOptions;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.KubeconfigReader;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.testing.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Members through the hub: {@code bali}, which it dials, and {@code timor}, which dials it. */
final class DoorIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String RBAC = "rbac.authorization.k8s.io/v1";
    private static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");
    private static final GroupVersionResource SECRETS = GroupVersionResource.of("v1", "secrets");

    @RegisterExtension static final Scenario scene = Scenario.of("bali").beside("timor");

    @TempDir static Path folder;
    private static final List<AutoCloseable> running = new ArrayList<>();

    @BeforeAll
    static void prepare() throws IOException {
        EngineAccess.prepareMember(scene.in("timor"));
        Members members = scene.federation().members();
        members.expect(scene.hub(), new Members.Join("timor", "", Map.of(), "", "", List.of()));
        running.add(Agent.start(agent()));
        scene.awaitReady("timor");
        for (String cluster : List.of("bali", "timor")) {
            running.add(node(cluster));
        }
        allow("sailors", "sailors", "clusters/proxy", "bali", "'*'");
        tenant("acme");
        tenant("rival");
        for (String namespace : List.of("acme-shop", "rival-shop")) {
            scene.awaitIn("bali", ResourcePath.all(NAMESPACES).named(namespace), one -> true);
            scene.awaitIn(
                    "bali",
                    ResourcePath.of(
                            GroupVersionResource.of(RBAC, "rolebindings"),
                            ObjectKey.of(namespace, "pinisi-tenant-deployer")),
                    one -> true);
            scene.in("bali")
                    .create(
                            ResourcePath.all(SECRETS).in(namespace),
                            yaml("{apiVersion: v1, kind: Secret, metadata: {name: treasure}}"),
                            WriteOptions.PLAIN);
        }
        // what a careless administrator of the member gave away there
        bindInMember("everyone-reads", "system:authenticated", "'*'", "get, list, watch");
    }

    private static AgentOptions agent() {
        return AgentOptions.of(
                URI.create("https://" + scene.sea().hubCluster().hostPort()),
                "timor",
                Optional.of(
                        scene.federation()
                                .members()
                                .invite(
                                        scene.hub(),
                                        "timor",
                                        Instant.now().plus(Duration.ofHours(1)),
                                        new SecureRandom())),
                () ->
                        KubeconfigReader.read(
                                scene.sea()
                                        .member("timor")
                                        .server()
                                        .kubeconfig("timor", EngineAccess.ENGINE)),
                folder.resolve("agent"));
    }

    /** A node with one pod on it. */
    private static FakeAgent node(String cluster) throws IOException {
        FakeAgent agent =
                new FakeAgent(
                        scene.sea()
                                .member(cluster)
                                .server()
                                .pki()
                                .serverCredential(
                                        "system:node:n1",
                                        List.of("system:nodes"),
                                        Set.of("127.0.0.1")));
        ApiClient admin = scene.in(cluster);
        ResourcePath nodes = ResourcePath.all(GroupVersionResource.of("v1", "nodes"));
        ObjectNode created =
                admin.create(
                        nodes,
                        yaml(
                                "{apiVersion: v1, kind: Node, metadata: {name: n1, annotations:"
                                        + " {pinisi.io/agent-address: 127.0.0.1}}}"),
                        WriteOptions.PLAIN);
        created.withObject("status")
                .putObject("daemonEndpoints")
                .putObject("kubeletEndpoint")
                .put("Port", agent.port());
        admin.update(nodes.named("n1").sub("status"), created, WriteOptions.PLAIN);
        Scenario.await(
                "the default account in " + cluster,
                admin,
                ResourcePath.of(
                        GroupVersionResource.of("v1", "serviceaccounts"),
                        ObjectKey.of("default", "default")),
                one -> true);
        admin.create(
                ResourcePath.all(GroupVersionResource.of("v1", "pods")).in("default"),
                yaml(
                        "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {nodeName: n1,"
                                + " containers: [{name: web, image: x}]}}"),
                WriteOptions.PLAIN);
        return agent;
    }

    private static void allow(
            String name, String group, String resource, String cluster, String verbs) {
        bind(
                scene.hub(),
                name,
                group,
                "{apiGroups: [cluster.karmada.io], resources: [%s], resourceNames: [%s], verbs: [%s]}"
                        .formatted(resource, cluster, verbs));
    }

    private static void bindInMember(String name, String group, String resources, String verbs) {
        bind(
                scene.in("bali"),
                name,
                group,
                "{apiGroups: ['*'], resources: [%s], verbs: [%s]}".formatted(resources, verbs));
    }

    private static void bind(ApiClient cluster, String name, String group, String rule) {
        cluster.create(
                ResourcePath.all(GroupVersionResource.of(RBAC, "clusterroles")),
                yaml(
                        "{apiVersion: %s, kind: ClusterRole, metadata: {name: %s}, rules: [%s]}"
                                .formatted(RBAC, name, rule)),
                WriteOptions.PLAIN);
        cluster.create(
                ResourcePath.all(GroupVersionResource.of(RBAC, "clusterrolebindings")),
                yaml(
                        """
                        apiVersion: rbac.authorization.k8s.io/v1
                        kind: ClusterRoleBinding
                        metadata: {name: %1$s}
                        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %1$s}
                        subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: '%2$s'}]
                        """
                                .formatted(name, group)),
                WriteOptions.PLAIN);
    }

    private static void tenant(String name) {
        scene.create(
                yaml(
                        """
                        apiVersion: pinisi.io/v1alpha1
                        kind: Tenant
                        metadata: {name: %1$s}
                        spec:
                          clusters: {names: [bali]}
                          projects: [{name: %1$s-shop}]
                          members: [{role: deployer, kind: Group, name: %1$s-crew}]
                        """
                                .formatted(name)));
        scene.awaitHub(
                name + " is effective",
                ResourcePath.of(FederationKinds.TENANTS, ObjectKey.cluster(name)),
                object -> Conditions.isTrue(object.path("status"), "Ready"));
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable one : running) {
            one.close();
        }
    }

    private static String at(String cluster) {
        return "https://" + scene.sea().hubCluster().hostPort() + "/clusters/" + cluster + "/proxy";
    }

    private static UserInfo person(String name, String... groups) {
        return UserInfo.of(name, groups);
    }

    private static ApiClient as(String... groups) {
        List<String> all = new ArrayList<>(List.of(groups));
        all.add(UserInfo.AUTHENTICATED);
        return scene.sea().as(UserInfo.of("somebody", all.toArray(String[]::new)));
    }

    private static ObjectNode get(ApiClient caller, String path) {
        return Json.parse(text(caller, "/clusters/bali/proxy" + path).getBytes(UTF_8));
    }

    private static String text(ApiClient caller, String path) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Transport.Response response = caller.raw("GET", path)) {
            switch (response.body()) {
                case Transport.Body.Whole(byte[] bytes) -> all.writeBytes(bytes);
                case Transport.Body.Frames frames -> {
                    for (byte[] next = frames.next(); next != null; next = frames.next()) {
                        all.writeBytes(next);
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return all.toString(UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bali", "timor"})
    void stockKubectlWorksInAClusterThroughTheHub(String cluster) throws IOException {
        Kubectl kubectl =
                Kubectl.as(
                        person("admin", UserInfo.MASTERS),
                        scene.sea().hubCluster().server(),
                        folder.resolve(cluster));
        String server = "--server=" + at(cluster);
        String applied =
                kubectl.runWith(
                                """
                                apiVersion: v1
                                kind: ConfigMap
                                metadata: {name: sail}
                                data: {colour: red}
                                """,
                                server,
                                "apply",
                                "-f",
                                "-")
                        .ok();
        assertEquals("configmap/sail created\n", applied);
        assertEquals(
                "red",
                kubectl.run(server, "get", "cm", "sail", "-o", "jsonpath={.data.colour}").ok());
        ResourcePath sail =
                ResourcePath.of(
                        GroupVersionResource.of("v1", "configmaps"),
                        ObjectKey.of("default", "sail"));
        assertTrue(scene.in(cluster).find(sail).isPresent());
        assertTrue(scene.hub().find(sail).isEmpty());
        assertTrue(kubectl.run(server, "get", "nodes").ok().contains("n1"));
        assertTrue(kubectl.run(server, "auth", "whoami").ok().contains("admin"));
        assertTrue(kubectl.run(server, "explain", "pod.spec.nodeName").ok().contains("nodeName"));
        assertEquals("first\nsecond\n", kubectl.run(server, "logs", "web").ok());
        kubectl.run(server, "delete", "cm", "sail").ok();
        assertTrue(scene.in(cluster).find(sail).isEmpty());
        assertTrue(
                kubectl.run(server, "get", "cm", "sail")
                        .failed()
                        .contains("configmaps \"sail\" not found"));
    }

    @ParameterizedTest
    @CsvSource({"bali, SPDY/3.1", "timor, SPDY/3.1", "bali, websocket", "timor, websocket"})
    void connectionsIntoPodsCarryBytesBothWays(String cluster, String protocol)
            throws IOException, InterruptedException {
        try (SSLSocket socket = dial(person("admin", UserInfo.MASTERS))) {
            String head =
                    ask(
                            socket,
                            "POST",
                            "/clusters/"
                                    + cluster
                                    + "/proxy/api/v1/namespaces/default/pods/web/exec?command=sh",
                            "Connection: Upgrade\r\nUpgrade: "
                                    + protocol
                                    + "\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n");
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            byte[] large = new byte[600_000];
            new Random(1).nextBytes(large);
            Thread writer = Thread.ofVirtual().start(() -> write(socket, large));
            assertArrayEquals(large, socket.getInputStream().readNBytes(large.length));
            writer.join();
        }
    }

    private static void write(SSLSocket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLSocket dial(UserInfo person) throws IOException {
        return (SSLSocket)
                scene.sea()
                        .hubCluster()
                        .server()
                        .pki()
                        .clientCredential(person)
                        .tls()
                        .getSocketFactory()
                        .createSocket("127.0.0.1", scene.sea().hubCluster().server().port());
    }

    private static String ask(SSLSocket socket, String method, String target, String headers)
            throws IOException {
        String request = method + " " + target + " HTTP/1.1\r\nHost: hub\r\n" + headers + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after: " + head);
            }
            head.write(b);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    /** The answer of a request that is alone on its connection. */
    private static String whole(UserInfo person, String target, String headers) throws IOException {
        try (SSLSocket socket = dial(person)) {
            String head = ask(socket, "GET", target, headers + "Connection: close\r\n");
            return head + new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void whoMayGoToOneClusterGoesToNoOther() {
        ApiClient sailor = as("sailors");
        assertEquals("PodList", get(sailor, "/api/v1/pods").path("kind").asString(""));
        assertForbidden(sailor, "/clusters/timor/proxy/api/v1/pods");
        assertForbidden(sailor, "/clusters/nowhere/proxy/api/v1/pods");
        assertForbidden(as("strangers"), "/clusters/bali/proxy/api/v1/pods");
        assertForbidden(as("strangers"), "/clusters/bali/proxy/api");
    }

    @Test
    void theClusterJudgesTheCallerByItsOwnRules() {
        ApiException refused =
                assertThrows(
                        ApiException.class,
                        () -> as("sailors").raw("DELETE", "/clusters/bali/proxy/api/v1/nodes/n1"));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .contains("User \"somebody\" cannot delete resource \"nodes\""),
                refused.getMessage());
    }

    private static void assertForbidden(ApiClient caller, String path) {
        assertEquals(
                Reason.FORBIDDEN,
                assertThrows(ApiException.class, () -> text(caller, path), path).reason(),
                path);
    }

    @Test
    void peopleOfATenantReachWhatIsTheirsAndNothingElse() {
        ApiClient crew = as("acme-crew");
        assertEquals(
                "PodList",
                get(crew, "/api/v1/namespaces/acme-shop/pods").path("kind").asString(""));
        assertEquals("APIGroupList", get(crew, "/apis").path("kind").asString(""));
        for (String path :
                List.of(
                        "/api/v1/namespaces/rival-shop/pods",
                        "/api/v1/namespaces/rival-shop",
                        "/api/v1/namespaces/rival-shop/secrets/treasure",
                        "/api/v1/namespaces",
                        "/api/v1/pods",
                        "/api/v1/nodes",
                        "/api/v1/watch/namespaces/rival-shop/secrets",
                        "/apis/apps/v1/namespaces/rival-shop/deployments",
                        "/metrics",
                        "/audit")) {
            assertForbidden(crew, "/clusters/bali/proxy" + path);
        }
        assertForbidden(crew, "/clusters/timor/proxy/api");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/acme-shop/../rival-shop/secrets/treasure",
                "/api/v1/namespaces/acme-shop/%2e%2e/rival-shop/secrets/treasure",
                "/api/v1/namespaces/acme-shop/..%2frival-shop/secrets/treasure",
                "/api/v1/namespaces/acme-shop%2f..%2frival-shop/secrets/treasure",
                "/api/v1/namespaces/acme-shop/..;/rival-shop/secrets/treasure",
                "/api/v1/namespaces/acme-shop/..%5crival-shop/secrets/treasure",
                "/api/v1/namespaces/acme-shop/%252e%252e/rival-shop/secrets/treasure",
                "/api/v1//namespaces/acme-shop/secrets/treasure",
                "//api/v1/namespaces/rival-shop/secrets/treasure",
                "/api/v1/namespaces/acme-shop/services/x/proxy/../../../../rival-shop/secrets",
                "/api/v1/namespaces/acme-shop/services/x/proxy/..%2f..%2f..%2f..%2frival-shop",
            })
    void noPathLeadsAround(String path) throws IOException {
        for (String stem : List.of("/clusters", "/apis/cluster.karmada.io/v1alpha1/clusters")) {
            String answer = whole(person("ann", "acme-crew"), stem + "/bali/proxy" + path, "");
            assertTrue(answer.matches("(?s)HTTP/1.1 40[03] .*"), answer);
            assertFalse(answer.contains("treasure\""), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Impersonate-User: admin\r\nImpersonate-Group: system:masters\r\n",
                "impersonate-user: system:pinisi:federation\r\n",
            })
    void nobodyBecomesSomebodyElseWithoutTheRight(String headers) throws IOException {
        String answer =
                whole(
                        person("ann", "acme-crew"),
                        "/clusters/bali/proxy/api/v1/namespaces/acme-shop/pods",
                        headers);
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
    }

    @Test
    void whatOthersUseToNameTheCallerStaysAtTheHub() throws IOException {
        String answer =
                whole(
                        person("ann", "acme-crew"),
                        "/clusters/bali/proxy/api/v1/namespaces/acme-shop/secrets/treasure",
                        "X-Remote-User: admin\r\nX-Remote-Group: system:masters\r\n");
        // the careless administrator lets everybody read: as ann, not as admin
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        AuditRecord read = records(member("bali"), "v1 secrets acme-shop/treasure").getFirst();
        assertEquals("ann", read.entry().actor());
    }

    @Test
    void partsOfTheHubAreNobodyInACluster() {
        ApiClient part = scene.sea().as(UserInfo.of("system:something", UserInfo.MASTERS));
        assertForbidden(part, "/clusters/bali/proxy/api");
    }

    @Test
    void everyRequestStandsInBothAuditLogsUnderOneId() throws IOException {
        String path = "/api/v1/namespaces/acme-shop/secrets/treasure";
        String answer =
                whole(
                        person("bob", "acme-crew"),
                        "/clusters/bali/proxy" + path,
                        "Audit-Id: follow-me\r\n");
        assertEquals(1, answer.split("(?i)audit-id: follow-me", -1).length - 1, answer);
        AuditRecord hub =
                records(scene.sea().hubAudit(), "cluster.karmada.io/v1alpha1 clusters/proxy bali")
                        .stream()
                        .filter(one -> one.entry().actor().equals("bob"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("follow-me", hub.entry().requestId());
        assertTrue(hub.entry().detail().contains(path), hub.entry().detail());
        assertTrue(
                records(member("bali"), "v1 secrets acme-shop/treasure").stream()
                        .anyMatch(
                                one ->
                                        one.entry().requestId().equals("follow-me")
                                                && one.entry().actor().equals("bob")));
    }

    private static AuditLog member(String name) {
        return scene.sea().member(name).audit();
    }

    private static List<AuditRecord> records(AuditLog log, String object) {
        return log.read(
                new AuditQuery(
                        null, null, object, null, null, null, null, null, Long.MAX_VALUE, 100));
    }

    @Test
    void oneCallerHoldsOnlySoManyStreams() {
        ApiClient caller = scene.sea().as(UserInfo.of("greedy", "sailors", UserInfo.AUTHENTICATED));
        String watch = "/clusters/bali/proxy/api/v1/pods?watch=true";
        List<Transport.Response> open = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                open.add(caller.raw("GET", watch));
            }
            ApiException refused = assertThrows(ApiException.class, () -> caller.raw("GET", watch));
            assertEquals(Reason.TOO_MANY_REQUESTS, refused.reason());
            assertEquals("PodList", get(as("sailors"), "/api/v1/pods").path("kind").asString(""));
            open.removeFirst().close();
            open.add(caller.raw("GET", watch));
        } finally {
            open.forEach(Transport.Response::close);
        }
    }

    @Test
    void aStreamEndsWithTheRightItWasOpenedWith() throws InterruptedException {
        allow("guests", "guests", "clusters/proxy", "bali", "'*'");
        ApiClient guest = as("guests");
        Await.until(
                "guests may",
                SOON,
                () -> {
                    try {
                        return get(guest, "/api/v1/pods")
                                .path("kind")
                                .asString("")
                                .equals("PodList");
                    } catch (ApiException e) {
                        return false;
                    }
                },
                () -> "");
        try (Transport.Response watch =
                guest.raw("GET", "/clusters/bali/proxy/api/v1/configmaps?watch=true")) {
            scene.hub()
                    .delete(
                            ResourcePath.all(GroupVersionResource.of(RBAC, "clusterrolebindings"))
                                    .named("guests"),
                            null);
            Transport.Body.Frames frames = (Transport.Body.Frames) watch.body();
            for (byte[] next = frames.next(); next != null; next = frames.next()) {
                assertTrue(next.length > 0);
            }
        }
        assertForbidden(guest, "/clusters/bali/proxy/api/v1/pods");
    }
}
