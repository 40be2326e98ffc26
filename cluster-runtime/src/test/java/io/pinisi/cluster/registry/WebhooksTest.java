package io.pinisi.cluster.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Servers outside that judge and change objects, over TLS. */
class WebhooksTest {
    @TempDir static Path folder;
    private static HttpsServer server;
    private static String authority;
    private static final List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());

    private final RegistryFixture registry = new RegistryFixture();

    @BeforeAll
    static void serve() throws IOException {
        Pki pki = Pki.open(folder, "hooks", InstantSource.system());
        authority =
                Base64.getEncoder()
                        .encodeToString(
                                Pem.of(pki.authorityCertificate())
                                        .getBytes(StandardCharsets.US_ASCII));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(
                        pki.serverCredential(
                                        "hook", List.of(), Set.of("127.0.0.1", "hook.shop.svc"))
                                .tls()));
        answer("/deny", request -> response(false));
        answer(
                "/explain",
                request -> {
                    ObjectNode response = response(false);
                    response.putObject("status").put("message", "not today").put("code", 409);
                    return response;
                });
        answer(
                "/label",
                request ->
                        patch(
                                "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"a\":\"b\"}}]"));
        answer(
                "/count",
                request -> {
                    int seen =
                            request.path("object").path("data").path("seen").asString("").length();
                    return patch(
                            "[{\"op\":\"add\",\"path\":\"/data/seen\",\"value\":\""
                                    + "x".repeat(seen + 1)
                                    + "\"}]");
                });
        answer(
                "/warn",
                request -> {
                    ObjectNode response = response(true);
                    response.putArray("warnings").add("think again");
                    return response;
                });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @AfterEach
    void close() {
        registry.close();
        asked.clear();
    }

    private static ObjectNode response(boolean allowed) {
        return Json.object().put("allowed", allowed);
    }

    private static ObjectNode patch(String patch) {
        return response(true)
                .put("patchType", "JSONPatch")
                .put(
                        "patch",
                        Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)));
    }

    private static void answer(String path, Function<JsonNode, JsonNode> judge) {
        server.createContext(path, exchange -> answer(exchange, judge));
    }

    private static void answer(HttpExchange exchange, Function<JsonNode, JsonNode> judge)
            throws IOException {
        try (exchange) {
            ObjectNode review = Json.parse(exchange.getRequestBody().readAllBytes());
            asked.add(review.path("request"));
            ObjectNode answer =
                    Json.object()
                            .put("apiVersion", "admission.k8s.io/v1")
                            .put("kind", "AdmissionReview");
            ObjectNode response = (ObjectNode) judge.apply(review.path("request")).deepCopy();
            response.put("uid", review.path("request").path("uid").asString());
            answer.set("response", response);
            byte[] bytes = Json.bytes(answer);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String hook(String name, String client, String more) {
        return "{name: "
                + name
                + ".hook.io, admissionReviewVersions: [v1], sideEffects: None, clientConfig:"
                + " {caBundle: "
                + authority
                + ", "
                + client
                + "}, rules: [{apiGroups: [\"\"], apiVersions: [v1], operations: [CREATE, DELETE],"
                + " resources: [configmaps]}]"
                + more
                + "}";
    }

    private static String url(String path) {
        return "url: \"https://127.0.0.1:" + server.getAddress().getPort() + path + "\"";
    }

    private void configure(String kind, String... hooks) {
        registry.create(
                "admissionregistration.k8s.io/v1",
                kind + "webhookconfigurations",
                null,
                "{metadata: {name: hooks}, webhooks: [" + String.join(", ", hooks) + "]}");
    }

    private ObjectNode map(String name) {
        return registry.create(
                "v1", "configmaps", "shop", "{metadata: {name: " + name + "}, data: {k: v}}");
    }

    @Test
    void aRefusalIsToldInItsWords() {
        configure("validating", hook("a", url("/explain"), ""));
        ApiException e = assertThrows(ApiException.class, () -> map("m"));
        assertEquals(
                "admission webhook \"a.hook.io\" denied the request: not today", e.getMessage());
        JsonNode request = asked.getFirst();
        assertEquals("CREATE", request.path("operation").asString());
        assertEquals("configmaps", request.path("resource").path("resource").asString());
        assertEquals("rika", request.path("userInfo").path("username").asString());
        assertEquals("v", request.path("object").path("data").path("k").asString());
        assertTrue(request.path("oldObject").isNull());
    }

    @Test
    void aRefusalWithoutWordsIsForbidden() {
        configure("validating", hook("a", url("/deny"), ""));
        ApiException e = assertThrows(ApiException.class, () -> map("m"));
        assertEquals(Reason.FORBIDDEN, e.reason());
        assertEquals(
                "admission webhook \"a.hook.io\" denied the request without explanation",
                e.getMessage());
    }

    @Test
    void aPatchIsAppliedAndOwned() {
        configure("mutating", hook("a", url("/label"), ""));
        ObjectNode map = map("m");
        assertEquals("b", map.path("metadata").path("labels").path("a").asString());
        assertTrue(map.path("metadata").path("managedFields").toString().contains("f:labels"));
    }

    @Test
    void whoeverWantsToIsAskedAgainAfterAChange() {
        configure(
                "mutating",
                hook("first", url("/count"), ", reinvocationPolicy: IfNeeded"),
                hook("second", url("/label"), ""));
        assertEquals("xx", map("m").path("data").path("seen").asString());
        assertEquals(3, asked.size());
    }

    @Test
    void selectorsAndConditionsKeepAWebhookAway() {
        configure(
                "validating",
                hook("a", url("/deny"), ", objectSelector: {matchLabels: {strict: \"yes\"}}"),
                hook(
                        "b",
                        url("/deny"),
                        ", matchConditions: [{name: n, expression: \"object.metadata.name =="
                                + " 'strict'\"}]"),
                hook("c", url("/deny"), ", namespaceSelector: {matchLabels: {strict: \"yes\"}}"));
        map("free");
        assertTrue(asked.isEmpty());
        assertThrows(ApiException.class, () -> map("strict"));
    }

    @Test
    void anAbsentServerRefusesUnlessItIsToBeIgnored() {
        String nowhere = "url: \"https://127.0.0.1:1/x\"";
        configure("validating", hook("a", nowhere, ", failurePolicy: Ignore"));
        map("m");
        configureMore(nowhere);
        ApiException e = assertThrows(ApiException.class, () -> map("n"));
        assertEquals(Reason.INTERNAL_ERROR, e.reason());
        assertTrue(
                String.valueOf(e.getMessage())
                        .startsWith(
                                "Internal error occurred: failed calling webhook \"b.hook.io\":"
                                        + " failed to call webhook: "),
                e.getMessage());
    }

    private void configureMore(String client) {
        registry.create(
                "admissionregistration.k8s.io/v1",
                "validatingwebhookconfigurations",
                null,
                "{metadata: {name: more}, webhooks: [" + hook("b", client, "") + "]}");
    }

    @Test
    void aServiceIsReachedByAnEndpointAndKnownByItsName() {
        registry.create(
                "v1",
                "services",
                "shop",
                "{metadata: {name: hook}, spec: {ports: [{name: https, port: 443}]}}");
        registry.create(
                "discovery.k8s.io/v1",
                "endpointslices",
                "shop",
                "{metadata: {name: hook, labels: {kubernetes.io/service-name: hook}}, addressType:"
                        + " IPv4, endpoints: [{addresses: [127.0.0.1]}], ports: [{name: https,"
                        + " port: "
                        + server.getAddress().getPort()
                        + "}]}");
        configure(
                "validating", hook("a", "service: {name: hook, namespace: shop, path: /warn}", ""));
        map("m");
        assertEquals(List.of("think again"), registry.warnings);
    }

    @Test
    void aDryRunSaysSo() {
        configure("validating", hook("a", url("/warn"), ""));
        registry.endpoint("v1", "configmaps")
                .create(
                        registry.call(true, Call.FieldValidation.STRICT),
                        "shop",
                        null,
                        RegistryFixture.yaml("{metadata: {name: m}}"));
        assertTrue(asked.getFirst().path("dryRun").asBoolean());
    }

    @Test
    void nobodyLocksHimselfOut() {
        configure(
                "validating",
                hook("a", url("/deny"), "")
                        .replace("[\"\"]", "[\"*\"]")
                        .replace("[configmaps]", "[\"*\"]"));
        assertThrows(ApiException.class, () -> map("m"));
        registry.endpoint("admissionregistration.k8s.io/v1", "validatingwebhookconfigurations")
                .delete(
                        registry.call(),
                        io.pinisi.cluster.machinery.meta.ObjectKey.cluster("hooks"),
                        RegistryFixture.PLAIN_DELETE);
        assertFalse(map("m").isEmpty());
    }
}
