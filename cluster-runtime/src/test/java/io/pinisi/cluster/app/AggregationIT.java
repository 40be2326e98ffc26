package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.Kubectl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A group that another server serves, behind an API service. */
final class AggregationIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final ResourcePath SERVICES = all("apiregistration.k8s.io/v1", "apiservices");
    private static final ResourcePath SLICES =
            all("discovery.k8s.io/v1", "endpointslices").in("default");
    private static final ResourcePath TIDES = all("sea.example.io/v1", "tides").in("default");
    private static final String DISCOVERY =
            """
            {"kind":"APIResourceList","apiVersion":"v1","groupVersion":"sea.example.io/v1","resources":[
            {"name":"tides","singularName":"tide","namespaced":true,"kind":"Tide","verbs":["get","list"],"shortNames":["td"]}]}
            """;
    private static final String TIDE =
            """
            {"apiVersion":"sea.example.io/v1","kind":"Tide","metadata":{"name":"high","namespace":"default"},"level":3}\
            """;
    private static final String LIST =
            """
            {"apiVersion":"sea.example.io/v1","kind":"TideList","metadata":{"resourceVersion":"1"},"items":[%s]}
            """
                    .formatted(TIDE);

    @TempDir Path folder;

    private final ApiClient admin = CLUSTER.admin();
    private final BlockingQueue<Map<String, List<String>>> asked = new LinkedBlockingQueue<>();
    private HttpsServer server;
    private Credential serving;

    private static ResourcePath all(String apiVersion, String resource) {
        return ResourcePath.all(GroupVersionResource.of(apiVersion, resource));
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    private static final String OPEN_API =
            """
            {"openapi": "3.0.0", "info": {"title": "tides", "version": "1"},
             "paths": {"/apis/sea.example.io/v1/tides": {"get": {"responses": {},
                "x-kubernetes-action": "list",
                "x-kubernetes-group-version-kind": {"group": "sea.example.io", "version": "v1", "kind": "Tide"}}}},
             "components": {"schemas": {
              "sea.Tide": {"type": "object", "properties": {
                "apiVersion": {"type": "string"}, "kind": {"type": "string"},
                "metadata": {"type": "object"},
                "level": {"type": "integer", "description": "How high the water stands."},
                "place": {"allOf": [{"$ref": "#/components/schemas/sea.Place"}]}},
                "x-kubernetes-group-version-kind": [{"group": "sea.example.io", "version": "v1", "kind": "Tide"}]},
              "sea.Place": {"type": "object", "required": ["harbour"],
                "properties": {"harbour": {"type": "string"}}}}}}
            """;

    @BeforeEach
    void serve() throws IOException {
        Pki others = Pki.open(folder.resolve("pki"), "others", InstantSource.system());
        serving = others.serverCredential("tides", List.of(), Set.of("tides.default.svc"));
        listen();
        admin.create(
                all("v1", "services").in("default"),
                yaml(
                        """
                        apiVersion: v1
                        kind: Service
                        metadata: {name: tides, namespace: default}
                        spec: {ports: [{port: 443}]}
                        """),
                WriteOptions.PLAIN);
        admin.create(
                SLICES,
                yaml(
                        """
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata: {name: tides-1, namespace: default, labels: {kubernetes.io/service-name: tides}}
                        addressType: IPv4
                        endpoints: [{addresses: [127.0.0.1]}]
                        ports: [{name: '', port: %d}]
                        """
                                .formatted(server.getAddress().getPort())),
                WriteOptions.PLAIN);
        admin.create(
                SERVICES,
                yaml(
                        """
                        apiVersion: apiregistration.k8s.io/v1
                        kind: APIService
                        metadata: {name: v1.sea.example.io}
                        spec:
                          group: sea.example.io
                          version: v1
                          groupPriorityMinimum: 100
                          versionPriority: 10
                          caBundle: %s
                          service: {namespace: default, name: tides}
                        """
                                .formatted(
                                        Base64.getEncoder()
                                                .encodeToString(
                                                        Pem.of(others.authorityCertificate())
                                                                .getBytes(
                                                                        StandardCharsets
                                                                                .US_ASCII)))),
                WriteOptions.PLAIN);
    }

    /** Only a caller with the front proxy's certificate gets in. */
    private void listen() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SSLContext context = serving.lenientServerTls();
        server.setHttpsConfigurator(
                new HttpsConfigurator(context) {
                    @Override
                    public void configure(HttpsParameters parameters) {
                        SSLParameters wanted = context.getDefaultSSLParameters();
                        wanted.setNeedClientAuth(true);
                        parameters.setSSLParameters(wanted);
                    }
                });
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        Certificate[] shown = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
        Map<String, List<String>> headers = new HashMap<>(exchange.getRequestHeaders());
        headers.put("certificate", List.of(Pem.of((X509Certificate) shown[0])));
        String path = exchange.getRequestURI().getPath();
        if (!path.equals("/apis/sea.example.io/v1") && !path.startsWith("/openapi/")) {
            asked.add(headers);
        }
        String body =
                switch (path) {
                    case "/apis/sea.example.io/v1" -> DISCOVERY;
                    case "/openapi/v3/apis/sea.example.io/v1" -> OPEN_API;
                    case "/apis/sea.example.io/v1/namespaces/default/tides/high" -> TIDE;
                    default -> LIST;
                };
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @AfterEach
    void end() {
        server.stop(0);
        admin.delete(SERVICES.named("v1.sea.example.io"), null);
        admin.delete(all("v1", "services").in("default").named("tides"), null);
        admin.delete(SLICES.named("tides-1"), null);
    }

    private String available() {
        for (JsonNode condition :
                admin.get(SERVICES.named("v1.sea.example.io")).path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Available")) {
                return condition.path("status").asString("")
                        + " "
                        + condition.path("reason").asString("");
            }
        }
        return "unknown";
    }

    private void awaitAvailability(String expected) {
        Await.until(
                "it is " + expected, LIMIT, () -> available().equals(expected), this::available);
    }

    @Test
    void theGroupIsDiscoveredAndItsServerToldWhoAsks() throws Exception {
        awaitAvailability("True Passed");
        Kubectl kubectl = Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder);
        String listed = kubectl.run("api-resources", "--api-group=sea.example.io").ok();
        assertTrue(
                listed.matches("(?s)NAME.*\ntides +td +sea.example.io/v1 +true +Tide\n"), listed);
        assertEquals("tide.sea.example.io/high\n", kubectl.run("get", "td", "-o", "name").ok());
        assertEquals("3", kubectl.run("get", "td", "high", "-o", "jsonpath={.level}").ok());
        Map<String, List<String>> headers = asked.take();
        assertEquals(List.of("admin"), headers.get("X-remote-user"));
        assertEquals(
                Set.of("system:masters", "system:authenticated"),
                Set.copyOf(headers.getOrDefault("X-remote-group", List.of())));
        assertEquals(null, headers.get("Authorization"));
        JsonNode trusted =
                admin.get(
                                all("v1", "configmaps")
                                        .in("kube-system")
                                        .named("extension-apiserver-authentication"))
                        .path("data");
        X509Certificate shown =
                Pem.certificates(Objects.requireNonNull(headers.get("certificate")).getFirst())
                        .getFirst();
        shown.verify(
                Pem.certificates(trusted.path("requestheader-client-ca-file").asString(""))
                        .getFirst()
                        .getPublicKey());
        assertEquals("CN=front-proxy-client", shown.getSubjectX500Principal().getName());
    }

    @Test
    void whatItsKindsLookLikeIsPublished() throws IOException {
        awaitAvailability("True Passed");
        Kubectl kubectl = Kubectl.as(ClusterExtension.ADMIN, CLUSTER.server(), folder);
        String explained = kubectl.run("explain", "tides.level").ok();
        assertTrue(explained.contains("FIELD: level <integer>"), explained);
        assertTrue(explained.contains("How high the water stands."), explained);
        JsonNode tide =
                Json.parse(
                                kubectl.run("get", "--raw", "/openapi/v2")
                                        .ok()
                                        .getBytes(StandardCharsets.UTF_8))
                        .path("definitions")
                        .path("io.example.sea.v1.Tide");
        assertEquals(
                "How high the water stands.",
                tide.path("properties").path("level").path("description").asString(""));
        assertEquals(
                "harbour",
                tide.path("properties").path("place").path("required").path(0).asString(""));
    }

    @Test
    void whoMayNotIsRefusedHere() {
        awaitAvailability("True Passed");
        asked.clear();
        ApiClient stranger = CLUSTER.client(UserInfo.of("stranger"));
        ApiException refusal =
                assertThrows(ApiException.class, () -> stranger.list(TIDES, ListOptions.ALL));
        assertEquals(Reason.FORBIDDEN, refusal.reason());
        assertTrue(asked.isEmpty());
        assertEquals(1, admin.list(TIDES, ListOptions.ALL).items().size());
    }

    @Test
    void aServerThatIsAwayIsSaidToBeAndFoundAgain() throws Exception {
        awaitAvailability("True Passed");
        ObjectNode slice = admin.get(SLICES.named("tides-1"));
        admin.delete(SLICES.named("tides-1"), null);
        Await.until(
                "it is away",
                LIMIT,
                () -> refusal() == Reason.SERVICE_UNAVAILABLE,
                this::available);
        touch();
        awaitAvailability("False MissingEndpoints");
        assertEquals(Reason.SERVICE_UNAVAILABLE, refusal());
        server.stop(0);
        listen();
        ObjectNode again = Json.object().put("apiVersion", "discovery.k8s.io/v1");
        again.put("kind", "EndpointSlice");
        again.putObject("metadata")
                .put("name", "tides-1")
                .set("labels", slice.path("metadata").path("labels"));
        again.put("addressType", "IPv4");
        again.set("endpoints", slice.path("endpoints"));
        again.putArray("ports")
                .addObject()
                .put("name", "")
                .put("port", server.getAddress().getPort());
        admin.create(SLICES, again, WriteOptions.PLAIN);
        awaitAvailability("True Passed");
        assertEquals(1, admin.list(TIDES, ListOptions.ALL).items().size());
    }

    private @Nullable Reason refusal() {
        try {
            admin.list(TIDES, ListOptions.ALL);
            return null;
        } catch (ApiException e) {
            return e.reason();
        }
    }

    /** A change of the object makes the server be looked at again at once. */
    private void touch() {
        admin.patch(
                SERVICES.named("v1.sea.example.io"),
                PatchType.MERGE,
                yaml("metadata: {annotations: {looked: again}}"),
                WriteOptions.PLAIN);
    }
}
