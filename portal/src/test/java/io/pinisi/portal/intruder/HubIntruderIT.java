package io.pinisi.portal.intruder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.auth.token.IssueOutcome;
import io.pinisi.auth.token.TokenWish;
import io.pinisi.cluster.apiserver.http.BodyPace;
import io.pinisi.cluster.apiserver.http.HttpEngine;
import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.account.Account;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.token.TokenScope;
import io.pinisi.federation.access.WithinToken;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.demo.DemoTokens;
import io.pinisi.portal.token.TokenBearers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At the hub's API, over TLS: with a token for one namespace, and with none that counts. */
class HubIntruderIT {
    private static final String TREASURE = "gold-of-the-other";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int BOMB_BYTES = 64 * 1024 * 1024;
    private static final AuditEntry CONSOLE =
            new AuditEntry(
                    "console", List.of(), "test", "account", "", "", "console", "allowed", "{}");

    private static final HttpEngine.Limits QUICK =
            new HttpEngine.Limits(
                    HttpEngine.Limits.USUAL.headerBytes(),
                    HttpEngine.Limits.USUAL.acceptQueue(),
                    HttpEngine.Limits.USUAL.streamsPerConnection(),
                    HttpEngine.Limits.USUAL.idle(),
                    Duration.ofMillis(500),
                    new BodyPace(Duration.ofSeconds(1), 1024));
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir static Path folder;
    private static Database database;
    private static ApiServer hub;
    private static HttpClient http;
    private static String token;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        database = Database.open(DatabaseOptions.memory("hub-intruder"));
        ApiTokens tokens = DemoTokens.on(database, InstantSource.system());
        hub =
                ApiServerAssembly.start(
                        ApiServerOptions.local(folder, "hub", Profile.HUB, database, 0)
                                .withHttp(QUICK)
                                .withExtraKinds(FederationKinds.extraKinds())
                                .withAccess(
                                        List.of(new TokenBearers(tokens)),
                                        List.of(new WithinToken())));
        http = HttpClient.newBuilder().sslContext(Credential.tlsTrustingAnyone()).build();
        token = tokenForOneNamespace(tokens);
        var treasure = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        treasure.putObject("metadata").put("name", "treasure").put("namespace", "kube-system");
        treasure.putObject("data").put("what", TREASURE);
        hub.client(UserInfo.of("owner", UserInfo.MASTERS))
                .create(
                        ResourcePath.all(GroupVersionResource.of("v1", "configmaps"))
                                .in("kube-system"),
                        treasure,
                        WriteOptions.by("test"));
    }

    private static String tokenForOneNamespace(ApiTokens tokens) throws InterruptedException {
        TreeSet<String> groups = new TreeSet<>(List.of(UserInfo.MASTERS));
        assertTrue(
                database.accounts()
                        .create(
                                new Account("eve", "hash", groups, false, false, Instant.now()),
                                CONSOLE));
        Identity eve =
                new Identity(
                        LocalAccounts.subject(database.accounts().find("eve").orElseThrow()),
                        "eve",
                        List.copyOf(groups),
                        "session");
        TokenScope scope = new TokenScope(List.of(), List.of("default"), List.of(), List.of());
        return assertInstanceOf(
                        IssueOutcome.Issued.class,
                        tokens.issue(
                                eve,
                                new TokenWish("test", scope, Duration.ofDays(1)),
                                new Caller("", "", "")))
                .secret();
    }

    @AfterAll
    static void stop() {
        http.close();
        hub.close();
        database.close();
    }

    private static HttpResponse<String> send(
            String method, String path, String bearer, BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub.url() + path))
                        .header("Authorization", "Bearer " + bearer)
                        .header("Content-Type", "application/json")
                        .method(method, body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path, String bearer)
            throws IOException, InterruptedException {
        return send("GET", path, bearer, BodyPublishers.noBody());
    }

    private static long refusals() {
        return refusals("").size();
    }

    private static List<AuditEntry> refusals(String words) {
        return database.audit().read(AuditQuery.newest(500)).stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.result().equals("denied"))
                .filter(entry -> entry.detail().contains(words))
                .toList();
    }

    private static Socket connected() throws IOException {
        URI uri = URI.create(hub.url());
        Socket socket =
                Credential.tlsTrustingAnyone()
                        .getSocketFactory()
                        .createSocket(uri.getHost(), uri.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Test
    void theDoorThatIsOpenIsOpen() throws Exception {
        assertEquals(200, get(MAPS, token).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/namespaces/kube-system/configmaps/treasure",
                "/api/v1/namespaces/default/../kube-system/configmaps/treasure",
                "/api/v1/namespaces/default/%2e%2e/kube-system/configmaps/treasure",
                "/api/v1/namespaces/default%2f..%2fkube-system/configmaps/treasure",
                "/api/v1/namespaces/default/configmaps/..%2f..%2fkube-system%2fconfigmaps%2ftreasure",
                "/api/v1/namespaces/default%252f..%252fkube-system/configmaps/treasure",
                "/api/v1/namespaces/default;x/../kube-system/configmaps/treasure",
                "/api/v1//namespaces/kube-system//configmaps/treasure",
                "/api/v1/namespaces/kube%2dsystem/configmaps/treasure",
                "/api/v1/namespaces/default%00/configmaps/treasure",
                "/api/v1/configmaps?fieldSelector=metadata.name%3Dtreasure",
                "/api/v1/configmaps?fieldSelector=metadata.namespace%3Ddefault&watch=1",
                "/api/v1/watch/namespaces/kube-system/configmaps/treasure",
            })
    void noPathLeadsOutOfTheNamespace(String path) throws Exception {
        long before = refusals();
        HttpResponse<String> answer = get(path, token);
        assertFalse(answer.body().contains(TREASURE), answer.body());
        assertTrue(
                answer.statusCode() >= 400 && answer.statusCode() < 500,
                path + " is answered with " + answer.statusCode());
        assertTrue(refusals() > before, path + " leaves no record: " + answer);
    }

    @Test
    void aTokenThatSignsItselfIsRefusedAndRecorded() throws Exception {
        long before = refusals();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String unsigned =
                base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                        + "."
                        + base64.encodeToString(
                                ("{\"iss\":\"https://kubernetes.default.svc.cluster.local\","
                                     + "\"sub\":\"system:serviceaccount:kube-system:x\"}")
                                        .getBytes(StandardCharsets.UTF_8))
                        + ".";
        assertEquals(401, get(MAPS, unsigned).statusCode());
        assertTrue(refusals() > before, "there is a record");
    }

    @Test
    void aBodyThatGrowsWhenUnpackedIsRefusedBeforeItFillsTheMemory() throws Exception {
        int before = refusals("encoding").size();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            byte[] spaces = " ".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
            for (int written = 0; written < BOMB_BYTES; written += spaces.length) {
                gzip.write(spaces);
            }
        }
        HttpResponse<String> answer =
                send(
                        "POST",
                        MAPS,
                        token,
                        BodyPublishers.ofByteArray(packed.toByteArray()),
                        "Content-Encoding",
                        "gzip");
        assertEquals(415, answer.statusCode(), answer.body());
        assertTrue(refusals("encoding").size() > before, "there is a record");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndRecorded() throws Exception {
        int before = refusals("too large").size();
        HttpResponse<String> answer =
                send("POST", MAPS, token, BodyPublishers.ofByteArray(new byte[4 * 1024 * 1024]));
        assertEquals(413, answer.statusCode());
        List<AuditEntry> records = refusals("too large");
        assertTrue(records.size() > before, "there is a record");
        assertEquals("eve", records.getFirst().actor());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 100000", "Transfer-Encoding: chunked"})
    void aBodyThatTricklesIsRefusedAndRecorded(String length) throws Exception {
        int before = refusals("too slowly").size();
        try (Socket socket = connected()) {
            write(
                    socket,
                    "POST "
                            + MAPS
                            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Authorization: Bearer "
                            + token
                            + "\r\n"
                            + length
                            + "\r\n\r\n");
            String piece = length.startsWith("T") ? "1\r\n{\r\n" : "{";
            assertEquals("HTTP/1.1 400", trickle(socket, piece));
        }
        assertTrue(refusals("the body comes too slowly").size() > before, "there is a record");
    }

    @Test
    void aHeadThatTricklesIsCutOffAndRecorded() throws Exception {
        try (Socket socket = connected()) {
            write(socket, "GET / HTTP/1.1\r\nHost: x\r\nX: ");
            trickle(socket, "a");
        }
        awaitRefusal("the head comes too slowly");
    }

    /** Sends another piece each moment until an answer or the end comes, and tells its begin. */
    private static String trickle(Socket socket, String piece) throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        StringBuilder answer = new StringBuilder();
        socket.setSoTimeout(50);
        while (Instant.now().isBefore(end)) {
            try {
                if (answer.isEmpty()) {
                    write(socket, piece);
                }
                int next = socket.getInputStream().read();
                if (next < 0 || answer.length() == 12) {
                    return answer.toString();
                }
                answer.append((char) next);
            } catch (SocketTimeoutException e) {
                // Nothing yet.
            } catch (IOException closed) {
                return answer.toString();
            }
        }
        return fail("still open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: x\r\nX: ", "GET /"})
    void aHeadThatIsTooLongIsRefusedAndRecorded(String beginning) throws Exception {
        int before = refusals("4").size();
        try (Socket socket = connected()) {
            write(socket, beginning + "a".repeat(60_000) + " HTTP/1.1\r\n\r\n");
            assertTrue(status(socket).startsWith("HTTP/1.1 4"));
        }
        assertTrue(refusals("4").size() > before, "there is a record");
    }

    private static void awaitRefusal(String words) throws InterruptedException {
        Instant end = Instant.now().plus(PATIENCE);
        while (refusals(words).isEmpty()) {
            assertTrue(Instant.now().isBefore(end), "no record says " + words);
            Thread.onSpinWait();
        }
    }

    @Test
    void namesInFiltersAreOnlyNames() throws Exception {
        for (String hostile :
                List.of(
                        "x'%20or%20'1'='1",
                        "*)(uid=*", "a%00b", "%27%3Bdrop%20table%20account--")) {
            HttpResponse<String> answer =
                    get(MAPS + "?fieldSelector=metadata.name%3D" + hostile, token);
            assertFalse(answer.body().contains(TREASURE));
            assertTrue(answer.statusCode() < 500, hostile + ": " + answer.body());
            HttpResponse<String> labels = get(MAPS + "?labelSelector=" + hostile, token);
            assertEquals(400, labels.statusCode(), hostile);
        }
        assertTrue(database.accounts().find("eve").isPresent());
    }
}
