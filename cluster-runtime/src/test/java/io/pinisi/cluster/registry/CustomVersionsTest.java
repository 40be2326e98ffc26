package io.pinisi.cluster.registry;

import static io.pinisi.cluster.registry.testing.RegistryFixture.EVERYTHING;
import static io.pinisi.cluster.registry.testing.RegistryFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.pki.Pem;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import io.pinisi.cluster.storage.ApiObject;
import io.pinisi.cluster.storage.WatchEvent;
import io.pinisi.cluster.storage.WatchStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Custom resources in several versions, and what a definition does to objects that are older. */
class CustomVersionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CRDS = "customresourcedefinitions";
    private static final String EXTENSIONS = "apiextensions.k8s.io/v1";
    private static final ObjectKey DEFINITION = ObjectKey.cluster("piers.example.com");
    private static final ObjectKey PIER = ObjectKey.of("shop", "north");
    private static final String PIERS =
            """
            metadata: {name: piers.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: piers, kind: Pier}
              conversion:
                strategy: Webhook
                webhook:
                  conversionReviewVersions: [v1]
                  clientConfig: {url: "%s/convert", caBundle: %s}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec: {type: object, properties: {hostPort: {type: string}}}
              - name: v2
                served: true
                storage: false
                selectableFields: [{jsonPath: .spec.host}]
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          host: {type: string}
                          port: {type: string}
                          kind: {type: string, default: wood}
            """;

    @TempDir static Path folder;
    private static HttpsServer server;
    private static String authority;
    private static final AtomicInteger asked = new AtomicInteger();
    private static final AtomicReference<UnaryOperator<ObjectNode>> answer =
            new AtomicReference<>(UnaryOperator.identity());

    private final RegistryFixture registry = new RegistryFixture();

    @BeforeAll
    static void serve() throws IOException {
        Pki pki = Pki.open(folder, "converter", InstantSource.system());
        authority =
                Base64.getEncoder()
                        .encodeToString(
                                Pem.of(pki.authorityCertificate())
                                        .getBytes(StandardCharsets.US_ASCII));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(
                        pki.serverCredential("converter", List.of(), Set.of("127.0.0.1")).tls()));
        server.createContext("/convert", CustomVersionsTest::convert);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    @BeforeEach
    void honest() {
        asked.set(0);
        answer.set(UnaryOperator.identity());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private static void convert(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            JsonNode request = Json.parse(exchange.getRequestBody().readAllBytes()).path("request");
            ObjectNode review =
                    Json.object()
                            .put("apiVersion", "apiextensions.k8s.io/v1")
                            .put("kind", "ConversionReview");
            ObjectNode response = review.putObject("response");
            response.put("uid", request.path("uid").asString());
            response.putObject("result").put("status", "Success");
            ArrayNode converted = response.putArray("convertedObjects");
            String wanted = request.path("desiredAPIVersion").asString();
            request.path("objects").forEach(o -> converted.add(converted(o, wanted)));
            byte[] bytes = Json.bytes(answer.get().apply(review));
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static ObjectNode converted(JsonNode object, String wanted) {
        ObjectNode result = object.deepCopy().asObject();
        JsonNode spec = object.path("spec");
        ObjectNode next = result.put("apiVersion", wanted).putObject("spec");
        if (wanted.endsWith("v2")) {
            String[] parts = spec.path("hostPort").asString().split(":");
            next.put("host", parts[0]).put("port", parts[1]);
        } else {
            next.put("hostPort", spec.path("host").asString() + ":" + spec.path("port").asString());
        }
        return result;
    }

    private ObjectNode define() {
        String url = "https://127.0.0.1:" + server.getAddress().getPort();
        return registry.create(EXTENSIONS, CRDS, null, PIERS.formatted(url, authority));
    }

    private ObjectNode pier(String version, String name, String spec) {
        return registry.create(
                "example.com/" + version,
                "piers",
                "shop",
                "metadata: {name: %s}\nspec: %s".formatted(name, spec));
    }

    private ObjectNode v2() {
        return registry.get("example.com/v2", "piers", PIER);
    }

    @Test
    void eachVersionReadsWhatTheOtherWrote() {
        define();
        pier("v1", "north", "{hostPort: 'a:80'}");
        ObjectNode served = v2();
        assertEquals("example.com/v2", Json.text(served, "apiVersion"));
        assertEquals("a", Json.text(served, "spec", "host"));
        assertEquals("wood", Json.text(served, "spec", "kind"));
        served.path("spec").asObject().put("port", "81");
        registry.update("example.com/v2", "piers", PIER, served);
        ObjectNode old = registry.get("example.com/v1", "piers", PIER);
        assertEquals("a:81", Json.text(old, "spec", "hostPort"));
        assertEquals(
                "example.com/v2",
                Json.text(old.path("metadata").path("managedFields").get(1), "apiVersion"));
    }

    @Test
    void aPatchIsOfTheVersionThatItNames() {
        define();
        pier("v1", "north", "{hostPort: 'a:80'}");
        registry.endpoint("example.com/v2", "piers")
                .patch(
                        registry.call(),
                        PIER,
                        new PatchBody(PatchBody.Type.MERGE, yaml("spec: {host: b}")));
        ObjectNode old = registry.get("example.com/v1", "piers", PIER);
        assertEquals("b:80", Json.text(old, "spec", "hostPort"));
    }

    @Test
    void aListIsConvertedInOneQuestionAndRemembered() {
        define();
        pier("v1", "north", "{hostPort: 'a:80'}");
        pier("v1", "south", "{hostPort: 'b:80'}");
        ResourceEndpoint piers = registry.endpoint("example.com/v2", "piers");
        assertEquals(2, piers.list(EVERYTHING).items().size());
        assertEquals(1, asked.get());
        piers.list(EVERYTHING);
        assertEquals(1, asked.get());
    }

    @Test
    void fieldsAreSelectedInTheVersionThatDeclaresThem() {
        define();
        pier("v1", "north", "{hostPort: 'a:80'}");
        pier("v1", "south", "{hostPort: 'b:80'}");
        ListQuery query = new ListQuery("shop", "", "spec.host=b", 0, "", "", "");
        List<ApiObject> found = registry.endpoint("example.com/v2", "piers").list(query).items();
        assertEquals(List.of("south"), found.stream().map(o -> o.key().name()).toList());
        assertThrows(
                ApiException.class, () -> registry.endpoint("example.com/v1", "piers").list(query));
    }

    @Test
    void aWatchTellsWhatComesIntoViewAndLeavesIt() throws InterruptedException {
        define();
        ListQuery query = new ListQuery("shop", "", "spec.host=b", 0, "", "0", "");
        try (WatchStream stream =
                registry.endpoint("example.com/v2", "piers")
                        .watch(new WatchQuery(query, false, false))) {
            pier("v1", "north", "{hostPort: 'a:80'}");
            rewrite("b:80");
            assertEquals(WatchEvent.Added.class, next(stream).getClass());
            rewrite("b:81");
            assertEquals(WatchEvent.Modified.class, next(stream).getClass());
            rewrite("c:81");
            assertEquals(WatchEvent.Deleted.class, next(stream).getClass());
        }
    }

    private static WatchEvent next(WatchStream stream) throws InterruptedException {
        WatchEvent event = stream.take(PATIENCE);
        if (event == null) {
            throw new AssertionError("nothing came");
        }
        return event;
    }

    private void rewrite(String hostPort) {
        ObjectNode old = registry.get("example.com/v1", "piers", PIER);
        old.path("spec").asObject().put("hostPort", hostPort);
        registry.update("example.com/v1", "piers", PIER, old);
    }

    @Test
    void aConverterThatFailsIsQuoted() {
        define();
        pier("v1", "north", "{hostPort: 'a:80'}");
        answer.set(
                review -> {
                    review.path("response")
                            .path("result")
                            .asObject()
                            .put("status", "Failed")
                            .put("message", "too stormy");
                    return review;
                });
        ApiException e = assertThrows(ApiException.class, this::v2);
        assertEquals(
                "conversion webhook for example.com/v1, Kind=Pier failed: too stormy",
                e.getMessage());
        answer.set(UnaryOperator.identity());
        assertEquals("a", Json.text(v2(), "spec", "host"));
    }

    @Test
    void aConverterMayNotRenameAnObject() {
        define();
        pier("v1", "north", "{hostPort: 'a:80'}");
        answer.set(
                review -> {
                    review.path("response")
                            .path("convertedObjects")
                            .get(0)
                            .path("metadata")
                            .asObject()
                            .put("name", "elsewhere");
                    return review;
                });
        ApiException e = assertThrows(ApiException.class, this::v2);
        assertTrue(
                String.valueOf(e.getMessage())
                        .endsWith(
                                "returned invalid object: must have the same name: elsewhere !="
                                        + " north"),
                e.getMessage());
    }

    @Test
    void objectsStayAsTheyWereWrittenWhenTheStoredVersionChanges() {
        define();
        pier("v1", "north", "{hostPort: 'a:80'}");
        ObjectNode definition = registry.get(EXTENSIONS, CRDS, DEFINITION);
        JsonNode versions = definition.path("spec").path("versions");
        versions.get(0).asObject().put("storage", false);
        versions.get(1).asObject().put("storage", true);
        ObjectNode changed = registry.update(EXTENSIONS, CRDS, DEFINITION, definition);
        assertEquals(
                List.of("v1", "v2"),
                changed.path("status")
                        .path("storedVersions")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        assertEquals("a", Json.text(v2(), "spec", "host"));
        assertEquals(
                "example.com/v1",
                Json.text(registry.get("example.com/v1", "piers", PIER), "apiVersion"));
        assertEquals("example.com/v1", storedVersion());
        ObjectNode touched = v2();
        touched.path("spec").asObject().put("port", "82");
        registry.update("example.com/v2", "piers", PIER, touched);
        assertEquals("example.com/v2", storedVersion());
    }

    private String storedVersion() {
        return registry.source()
                .objects()
                .find(new GroupResource("example.com", "piers"), PIER)
                .map(object -> object.tree().path("apiVersion").asString())
                .orElseThrow();
    }

    @Test
    void theConversionOfADefinitionHasRules() {
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () ->
                                registry.create(
                                        EXTENSIONS,
                                        CRDS,
                                        null,
                                        PIERS.formatted("http://x", "")
                                                .replace("[v1]", "[v7]")
                                                .replace(".spec.host}", ".spec.hos}")));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains("'https' is the only allowed URL scheme"), message);
        assertTrue(message.contains("must include at least one of v1, v1beta1"), message);
        assertTrue(message.contains("versions[1].selectableFields[0].jsonPath"), message);
    }

    private static final String RULED =
            """
            metadata: {name: masts.example.com}
            spec:
              group: example.com
              scope: Namespaced
              names: {plural: masts, kind: Mast}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          height: {type: integer}
                          wood: {type: string}
                      status:
                        type: object
                        properties: {sails: {type: integer}}
            """;
    private static final ObjectKey MAST = ObjectKey.of("shop", "main");

    /** The definition with rules in the place of its plain fields. */
    private void rule(String field, String ruled) {
        ObjectNode definition =
                registry.get(EXTENSIONS, CRDS, ObjectKey.cluster("masts.example.com"));
        ObjectNode changed =
                yaml(Json.mapper().writeValueAsString(definition).replace(field, ruled));
        registry.update(EXTENSIONS, CRDS, ObjectKey.cluster("masts.example.com"), changed);
    }

    private ObjectNode mast() {
        return registry.get("example.com/v1", "masts", MAST);
    }

    private ApiException refused(ObjectNode mast) {
        return assertThrows(
                ApiException.class, () -> registry.update("example.com/v1", "masts", MAST, mast));
    }

    private void rig(String spec) {
        registry.create(EXTENSIONS, CRDS, null, RULED);
        registry.create("example.com/v1", "masts", "shop", "metadata: {name: main}\nspec: " + spec);
    }

    @Test
    void aLaterRuleHoldsUpOnlyWhoTouchesWhatItJudges() {
        rig("{height: 9, wood: teak}");
        rule(
                "\"height\":{\"type\":\"integer\"}",
                "\"height\":{\"type\":\"integer\",\"maximum\":5}");
        rule(
                "\"wood\":{\"type\":\"string\"}",
                "\"wood\":{\"type\":\"string\",\"x-kubernetes-validations\":[{\"rule\":\"self !="
                        + " 'teak'\"}]}");
        ObjectNode mast = mast();
        mast.path("metadata").asObject().putObject("labels").put("a", "b");
        registry.update("example.com/v1", "masts", MAST, mast);
        ObjectNode taller = mast();
        taller.path("spec").asObject().put("height", 8);
        assertTrue(String.valueOf(refused(taller).getMessage()).contains("spec.height"));
        ObjectNode other = mast();
        other.path("spec").asObject().put("height", 4).put("wood", "teak");
        registry.update("example.com/v1", "masts", MAST, other);
    }

    @Test
    void aLaterDefaultShowsInObjectsThatAreThere() {
        rig("{height: 9}");
        rule(
                "\"wood\":{\"type\":\"string\"}",
                "\"wood\":{\"type\":\"string\",\"default\":\"oak\"}");
        assertEquals("oak", Json.text(mast(), "spec", "wood"));
    }

    @Test
    void rulesJudgeTheStatusToo() {
        rig("{height: 9}");
        rule(
                "\"sails\":{\"type\":\"integer\"}",
                "\"sails\":{\"type\":\"integer\",\"x-kubernetes-validations\":[{\"rule\":\"self <"
                        + " 3\",\"message\":\"too many\"}]}");
        ObjectNode mast = mast();
        mast.putObject("status").put("sails", 7);
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () ->
                                registry.endpoint("example.com/v1", "masts", "status")
                                        .update(registry.call(), MAST, mast));
        assertTrue(String.valueOf(e.getMessage()).contains("too many"), e.getMessage());
    }

    @Test
    void aRuleMaySayThatItWantsNoOldState() {
        rig("{height: 9}");
        rule(
                "\"height\":{\"type\":\"integer\"}",
                "\"height\":{\"type\":\"integer\",\"x-kubernetes-validations\":[{\"rule\":"
                        + "\"oldSelf.hasValue() ? self >= oldSelf.value() : self > 1\","
                        + "\"optionalOldSelf\":true,\"messageExpression\":\"'not %d'"
                        + ".format([self])\",\"reason\":\"FieldValueForbidden\"}]}");
        ObjectNode lower = mast();
        lower.path("spec").asObject().put("height", 8);
        assertTrue(
                String.valueOf(refused(lower).getMessage())
                        .contains("spec.height: Forbidden: not 8"));
        assertThrows(
                ApiException.class,
                () ->
                        registry.create(
                                "example.com/v1",
                                "masts",
                                "shop",
                                "metadata: {name: second}\nspec: {height: 1}"));
    }

    @Test
    void aRuleThatNamesNoFieldIsRefusedWithTheDefinition() {
        rig("{height: 9}");
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () ->
                                rule(
                                        "\"spec\":{\"type\":\"object\"",
                                        "\"spec\":{\"x-kubernetes-validations\":[{\"rule\":"
                                                + "\"self.sail > 1\"}],\"type\":\"object\""));
        assertTrue(
                String.valueOf(e.getMessage()).contains("undefined field 'sail'"), e.getMessage());
        assertFalse(mast().isEmpty());
    }
}
