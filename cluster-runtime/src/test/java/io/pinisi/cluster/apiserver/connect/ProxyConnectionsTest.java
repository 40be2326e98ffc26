package io.pinisi.cluster.apiserver.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.Query;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.apiserver.RequestInfoParser;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.ObjectLookup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Requests that go through to what a pod serves, and their answers back. */
class ProxyConnectionsTest {
    private final Map<String, ApiObject> objects = new HashMap<>();
    private final NodeConnector connector = new NodeConnector(Credential.tlsTrustingAnyone());
    private HttpServer server;

    /** Says what it was asked, in chunks. */
    private static void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String text =
                exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI()
                        + " "
                        + new String(body, StandardCharsets.UTF_8)
                        + " "
                        + exchange.getRequestHeaders().getFirst("X-Forwarded-Uri")
                        + " "
                        + exchange.getRequestHeaders().containsKey("X-Remote-User");
        exchange.getResponseHeaders().add("X-Answer", "yes");
        exchange.sendResponseHeaders(
                exchange.getRequestURI().getPath().equals("/gone") ? 410 : 200, 0);
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ProxyConnectionsTest::echo);
        server.start();
        int port = server.getAddress().getPort();
        put(
                "pods",
                """
                metadata: {name: web, namespace: proxy}
                spec: {containers: [{name: c, ports: [{name: http, containerPort: %d}]}]}
                status: {podIP: 127.0.0.1}
                """
                        .formatted(port));
        put(
                "services",
                """
                metadata: {name: shop, namespace: proxy}
                spec: {ports: [{name: www, port: 80}]}
                """);
        put(
                "endpointslices",
                """
                metadata: {name: shop-1, namespace: proxy, labels: {kubernetes.io/service-name: shop}}
                endpoints: [{addresses: [127.0.0.1]}]
                ports: [{name: www, port: %d}]
                """
                        .formatted(port));
        put("services", "metadata: {name: empty, namespace: proxy}\nspec: {ports: [{port: 80}]}\n");
    }

    @AfterEach
    void end() {
        server.stop(0);
        connector.close();
    }

    private void put(String resource, String yaml) {
        ObjectNode tree = Yaml.parse(yaml).getFirst();
        Metadata metadata = Metadata.of(tree);
        ObjectKey key = ObjectKey.of("proxy", metadata.name());
        objects.put(
                resource + "/" + metadata.name(),
                new ApiObject(key, "uid", 1, metadata.labels(), Map.of(), Json.bytes(tree)));
    }

    private final class Stored implements ObjectLookup {
        @Override
        public Optional<ApiObject> find(GroupResource resource, ObjectKey key) {
            return Optional.ofNullable(objects.get(resource.resource() + "/" + key.name()));
        }

        @Override
        public List<ApiObject> all(GroupResource resource, @Nullable String namespace) {
            return objects.entrySet().stream()
                    .filter(one -> one.getKey().startsWith(resource.resource() + "/"))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    private ApiResponse ask(String method, String path, String query, String body) {
        return ask(
                new ProxyConnections(new Stored(), connector, _ -> true),
                method,
                path,
                query,
                body);
    }

    private static ApiResponse ask(
            ProxyConnections proxies, String method, String path, String query, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        ApiRequest request =
                new ApiRequest(
                        method,
                        "/api/v1/namespaces/proxy/" + path,
                        Query.parse(query),
                        Map.of("x-remote-user", List.of("root"), "host", List.of("api")),
                        _ -> bytes,
                        "10.1.1.1",
                        "api",
                        List.of());
        ResourceRequest info = (ResourceRequest) RequestInfoParser.parse(request);
        assertTrue(ProxyConnections.serves(info));
        return proxies.handle(request, info);
    }

    private static String text(ApiResponse response) throws InterruptedException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (var frames = ((ApiResponse.Body.Streamed) response.body()).frames()) {
            for (byte[] part = frames.next(); part != null; part = frames.next()) {
                all.writeBytes(part);
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pods/web",
                "pods/web:http",
                "services/shop:www",
                "services/shop:80",
                "services/shop"
            })
    void methodPathQueryAndBodyGoThroughAsTheyAre(String target) throws Exception {
        ApiResponse response = ask("POST", target + "/proxy/a%2Fb/proxy/c", "x=1&y=%20", "body");
        assertEquals(200, response.status());
        assertEquals("yes", response.header("x-answer"));
        assertEquals(
                "POST /a%2Fb/proxy/c?x=1&y=%20 body /api/v1/namespaces/proxy/"
                        + target
                        + "/proxy/a%2Fb/proxy/c false",
                text(response));
    }

    @Test
    void theStatusOfTheAnswerIsKept() throws Exception {
        ApiResponse response = ask("GET", "pods/web/proxy/gone", "", "");
        assertEquals(410, response.status());
        assertTrue(text(response).startsWith("GET /gone"));
    }

    @Test
    void aReadWithoutTheLastSlashIsSentThere() {
        ApiResponse response = ask("GET", "pods/web/proxy", "q=1", "");
        assertEquals(301, response.status());
        assertEquals("/api/v1/namespaces/proxy/pods/web/proxy/?q=1", response.header("location"));
    }

    @ParameterizedTest
    @CsvSource({
        "pods/none/proxy/, NOT_FOUND",
        "services/none/proxy/, NOT_FOUND",
        "services/empty/proxy/, SERVICE_UNAVAILABLE",
        "services/shop:81/proxy/, SERVICE_UNAVAILABLE",
        "pods/web:1/proxy/, SERVICE_UNAVAILABLE",
        "pods/ftp:web:80/proxy/, BAD_REQUEST",
    })
    void whatCannotBeReachedIsRefused(String path, Reason reason) {
        ApiException refusal = assertThrows(ApiException.class, () -> ask("GET", path, "", ""));
        assertEquals(reason, refusal.reason(), refusal.getMessage());
    }

    @Test
    void aPodCannotLeadToThisMachineItself() throws Exception {
        ProxyConnections strict =
                new ProxyConnections(new Stored(), connector, ProxyConnections::isOutside);
        assertEquals(
                "address not allowed",
                assertThrows(
                                ApiException.class,
                                () -> ask(strict, "GET", "pods/web/proxy/", "", ""))
                        .getMessage());
        assertFalse(ProxyConnections.isOutside(InetAddress.getByName("169.254.169.254")));
        assertTrue(ProxyConnections.isOutside(InetAddress.getByName("10.93.0.5")));
    }
}
