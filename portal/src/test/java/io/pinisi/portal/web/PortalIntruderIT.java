package io.pinisi.portal.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.SessionPolicy;
import io.pinisi.auth.SignInLimits;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.ProviderSettings;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.cluster.apiserver.http.BodyPace;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.portal.demo.DemoBackend;
import io.pinisi.portal.demo.DemoTokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At the portal's door: each attempt ends in a refusal, and in a record of it. */
class PortalIntruderIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final WebLimits QUICK =
            new WebLimits(
                    WebLimits.STANDARD.headerBytesMax(),
                    WebLimits.STANDARD.connectionsMax(),
                    WebLimits.STANDARD.idleMax(),
                    Duration.ofMillis(300),
                    64 * 1024,
                    new BodyPace(Duration.ofSeconds(1), 1024));

    private Database database;
    private Portal portal;
    private Browser browser;
    private String password;

    @BeforeEach
    void start() throws InterruptedException {
        database = Database.open(DatabaseOptions.memory(UUID.randomUUID().toString()));
        InstantSource clock = InstantSource.system();
        LocalAccounts accounts =
                new LocalAccounts(
                        database.accounts(),
                        database.audit(),
                        clock,
                        new SecureRandom(),
                        SignInLimits.DEFAULT,
                        name -> {});
        password = accounts.createFirstAdministrator().orElseThrow().password();
        portal =
                Portal.start(
                        new PortalOptions(
                                "127.0.0.1", 0, Optional.empty(), SessionPolicy.DEFAULT, QUICK),
                        new WaysIn(
                                accounts,
                                new SingleSignOn(List.of(provider()), clock, new SecureRandom()),
                                new SignInRecords(database.audit()),
                                DemoTokens.on(database, clock)),
                        clock);
        portal.connect(DemoBackend.create());
        browser = new Browser(portal.port());
    }

    /** Nobody answers there: what these tests send is refused before anybody is asked. */
    private static ProviderSettings provider() {
        return new ProviderSettings(
                "office",
                "Office",
                URI.create("http://127.0.0.1:9"),
                "pinisi-portal",
                "hush",
                "",
                List.of("profile"),
                ProviderSettings.Claims.USUAL,
                "office:",
                List.of("/operators"),
                List.of());
    }

    @AfterEach
    void stop() {
        portal.close();
        database.close();
    }

    private List<AuditEntry> refusals(String words) {
        return database.audit().read(AuditQuery.newest(200)).stream()
                .map(AuditRecord::entry)
                .filter(one -> one.result().equals("denied"))
                .filter(one -> one.detail().contains(words))
                .toList();
    }

    private void awaitRefusal(String words) {
        Instant end = Instant.now().plus(PATIENCE);
        while (refusals(words).isEmpty()) {
            assertTrue(Instant.now().isBefore(end), "no record says " + words);
            Thread.onSpinWait();
        }
        assertEquals("127.0.0.1", refusals(words).getFirst().source());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/sign-in",
                "/sign-out",
                "/session",
                "/sign-in/sso/office/logout",
                "/?v-r=uidl&v-uiId=0",
                "/?v-r=push",
                "/kubeconfig",
                "/VAADIN/dynamic/resource/0/5d3c8c3a-0000-4000-8000-000000000000/upload",
                "/streams/log",
                "/clusters/bali",
            })
    void noFormOfAnotherSiteIsTaken(String path) throws Exception {
        String session = browser.signIn("admin", password, "/").cookie("pinisi-session");
        assertEquals(403, browser.postFrom("https://evil.example", path, session));
        assertEquals(403, browser.postFrom("null", path, session), "a sandboxed frame");
        assertEquals(403, browser.postFrom("http://127.0.0.1:1", path, session), "another port");
        List<AuditEntry> recorded = refusals("cross-origin request");
        assertEquals(3, recorded.size());
        recorded.forEach(one -> assertEquals("admin", one.actor()));
        assertEquals(200, browser.get("/session", session).status(), "nothing has happened");
    }

    @Test
    void aFormWithoutOurTokenIsRefusedAndRecorded() throws Exception {
        assertEquals(
                403,
                browser.post("/sign-in", "name=admin&password=" + password, "pinisi-form=x")
                        .status());
        assertEquals(1, refusals("the form is not ours").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "/%09/evil.example",
                "/\t/evil.example",
                "\\\\evil.example",
                "javascript:alert(1)",
                "https:evil.example",
                "/sign-in/sso/office?to=//evil.example",
                "/x\r\nSet-Cookie: a=b",
            })
    void theWayBackStaysHere(String to) throws Exception {
        String location = browser.signIn("admin", password, to).header("Location");
        URI target = URI.create("http://127.0.0.1:" + portal.port()).resolve(location);
        assertEquals("127.0.0.1", target.getHost(), location);
        assertEquals(portal.port(), target.getPort(), location);
        assertTrue(List.of("http").contains(target.getScheme()), location);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code=stolen&state=made-up",
                "code=stolen",
                "error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E",
                "iss=https://evil.example&code=x&state=y",
                "",
            })
    void anAnswerThatNobodyAskedForIsRefusedAndRecorded(String query) throws Exception {
        Browser.Answer answer = browser.get("/sign-in/sso/office/callback?" + query, "");
        assertEquals("/sign-in?refused", answer.location());
        assertEquals("provider office", refusals("this browser").getFirst().object());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ3YXlhbiIsInNpZCI6IngifQ.",
                "not-a-token",
                "",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ3YXlhbiJ9.AAAA",
            })
    void newsOfASignOutThatAreNobodysAreRefusedAndRecorded(String token) throws Exception {
        assertEquals(
                400,
                browser.post("/sign-in/sso/office/logout", "logout_token=" + token, "").status());
        AuditEntry record = refusals("reason").getFirst();
        assertEquals("sign-out provider office", record.verb() + " " + record.object());
    }

    @Test
    void invitedToFillTheLogWithCallbacksItCountsThem() throws Exception {
        for (int i = 0; i < 15; i++) {
            browser.get("/sign-in/sso/office/callback?code=" + i, "");
        }
        assertEquals(10, refusals("this browser").size());
    }

    @Test
    void namesWithMetacharactersAreOnlyNames() throws Exception {
        for (String name :
                List.of(
                        "admin' or '1'='1",
                        "admin'--",
                        "*)(uid=*))(|(uid=*",
                        "admin\0",
                        "'; drop table account; --")) {
            assertEquals(401, browser.signIn(name, "x", "/").status(), name);
        }
        assertTrue(database.accounts().find("admin").isPresent());
        List<AuditEntry> recorded = refusals("userAgent");
        assertEquals(5, recorded.size());
        assertTrue(recorded.stream().allMatch(one -> one.verb().equals("sign-in")));
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
        assertEquals(413, browser.post("/sign-in", "a".repeat(100_000), "").status());
        awaitRefusal("body too large");
    }

    @Test
    void aBodyThatHidesItsLengthIsCutOffAtTheLimit() throws Exception {
        try (Socket socket = connected()) {
            write(
                    socket,
                    post("/sign-in")
                            + "Transfer-Encoding: chunked\r\n\r\n20000\r\n"
                            + "a".repeat(0x20000)
                            + "\r\n");
            assertTrue(answer(socket, "").startsWith("HTTP/1.1 4"));
        }
        awaitRefusal("body too large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/sign-in/sso/office/logout"})
    void aBodyThatTricklesIsCutOffAndRecorded(String path) throws Exception {
        try (Socket socket = connected()) {
            write(socket, post(path) + "Content-Length: 8000\r\n\r\n");
            String answer = answer(socket, "a");
            assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
        }
        awaitRefusal("body too slow");
    }

    @Test
    void aHeadThatTricklesIsCutOffAndRecorded() throws Exception {
        try (Socket socket = connected()) {
            write(socket, "GET / HTTP/1.1\r\nHost: x\r\nX: ");
            assertFalse(answer(socket, "a").startsWith("HTTP/1.1 2"));
        }
        awaitRefusal("the head comes too slowly");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /assets/..%2f..%2fsecret HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /sign-in/..;/account HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding:"
                        + " chunked\r\n\r\n0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n",
                "nonsense\r\n\r\n",
            })
    void aHeadThatMeansTwoThingsIsRefusedAndRecorded(String head) throws Exception {
        try (Socket socket = connected()) {
            write(socket, head);
            String answer = answer(socket, "");
            assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
        }
        awaitRefusal("40");
    }

    @Test
    void aHeadThatIsTooLongIsRefusedAndRecorded() throws Exception {
        try (Socket socket = connected()) {
            write(socket, "GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
            assertTrue(answer(socket, "").startsWith("HTTP/1.1 431"));
        }
        awaitRefusal("431");
    }

    private static String post(String path) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), portal.port());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Sends another piece each moment until an answer or the end comes, and tells its begin. */
    private static String answer(Socket socket, String piece) throws IOException {
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
}
