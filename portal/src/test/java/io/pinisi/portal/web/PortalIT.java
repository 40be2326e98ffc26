package io.pinisi.portal.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.auth.FirstSignIn;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.SessionPolicy;
import io.pinisi.auth.SignInLimits;
import io.pinisi.auth.SignInRecords;
import io.pinisi.auth.oidc.SingleSignOn;
import io.pinisi.cluster.apiserver.http.BodyPace;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.portal.demo.DemoBackend;
import io.pinisi.portal.demo.DemoTokens;
import io.pinisi.portal.web.Browser.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in and what guards the portal, over HTTP as a browser or an attacker would. */
class PortalIT {
    private static final SessionPolicy SESSIONS =
            new SessionPolicy(Duration.ofMinutes(15), Duration.ofHours(1));
    private static final SignInLimits LIMITS =
            new SignInLimits(3, 1_000, 1_000, Duration.ofMinutes(5), 100);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private static final WebLimits QUICK =
            new WebLimits(
                    WebLimits.STANDARD.headerBytesMax(),
                    WebLimits.STANDARD.connectionsMax(),
                    WebLimits.STANDARD.idleMax(),
                    Duration.ofMillis(300),
                    64 * 1024,
                    new BodyPace(Duration.ofMillis(500), 1024));

    private Database database;
    private Portal portal;
    private Browser browser;
    private String password;

    @BeforeEach
    void start() throws InterruptedException {
        database = Database.open(DatabaseOptions.memory(UUID.randomUUID().toString()));
        LocalAccounts accounts =
                new LocalAccounts(
                        database.accounts(),
                        database.audit(),
                        now::get,
                        new SecureRandom(),
                        LIMITS,
                        name -> {});
        FirstSignIn admin = accounts.createFirstAdministrator().orElseThrow();
        password = admin.password();
        portal =
                Portal.start(
                        new PortalOptions("127.0.0.1", 0, Optional.empty(), SESSIONS, QUICK),
                        new WaysIn(
                                accounts,
                                new SingleSignOn(List.of(), now::get, new SecureRandom()),
                                new SignInRecords(database.audit()),
                                DemoTokens.on(database, now::get)),
                        now::get);
        portal.connect(DemoBackend.create());
        browser = new Browser(portal.port());
    }

    @AfterEach
    void stop() {
        portal.close();
        database.close();
    }

    @Test
    void aPageLeadsToTheSignInAndBackAndNowhereElse() throws Exception {
        Answer page = browser.get("/applications?q=web", "");
        assertEquals(302, page.status());
        assertEquals("/sign-in?to=%2Fapplications%3Fq%3Dweb", page.location());
        assertEquals(
                "/applications", browser.signIn("admin", password, "/applications").location());
        for (String to : List.of("https://evil.example/", "//evil.example", "/\\evil.example")) {
            assertEquals("/", browser.signIn("admin", password, to).location());
        }
    }

    @Test
    void theSessionCookieIsHardened() throws Exception {
        String cookie = browser.signIn("admin", password, "/").setCookie("pinisi-session");
        assertTrue(cookie.contains("HttpOnly"), cookie);
        assertTrue(cookie.contains("SameSite=Lax"), cookie);
        assertTrue(cookie.contains("Path=/"), cookie);
    }

    @Test
    void aSessionIdFromBeforeTheSignInIsWorthNothingAfterIt() throws Exception {
        String first = session();
        String second = browser.signIn("admin", password, "/", first).cookie("pinisi-session");
        assertNotEquals(first, second);
        assertEquals(302, browser.get("/", first).status());
        assertEquals(200, browser.get("/", second).status());
        String planted = "pinisi-session=node0planted";
        assertNotEquals(
                planted, browser.signIn("admin", password, "/", planted).cookie("pinisi-session"));
        assertEquals(302, browser.get("/", planted).status());
    }

    @Test
    void signingOutEndsTheSessionAndIsNotDoneByALink() throws Exception {
        String session = session();
        assertEquals(405, browser.get("/sign-out", session).status());
        assertEquals(200, browser.get("/", session).status());
        assertEquals(302, browser.post("/sign-out", "", session).status());
        assertEquals(302, browser.get("/", session).status());
    }

    @Test
    void anIdleSessionEndsAndHeartBeatsDoNotKeepIt() throws Exception {
        String session = session();
        now.updateAndGet(instant -> instant.plus(SESSIONS.idle().minusSeconds(60)));
        browser.get("/?v-r=heartbeat&v-uiId=0", session);
        now.updateAndGet(instant -> instant.plusSeconds(120));
        Answer page = browser.get("/clusters", session);
        assertEquals(302, page.status());
        assertEquals("/sign-in?ended&to=%2Fclusters", page.location());
    }

    @Test
    void aBusySessionEndsToo() throws Exception {
        String session = session();
        for (int i = 0; i < 6; i++) {
            now.updateAndGet(instant -> instant.plusSeconds(600));
            assertEquals(200, browser.get("/", session).status());
        }
        now.updateAndGet(instant -> instant.plusSeconds(60));
        assertEquals(302, browser.get("/", session).status());
    }

    @Test
    void askingHowLongTheSessionLastsKeepsNothingAliveAndStayingDoes() throws Exception {
        String session = browser.signIn("admin", password, "/").cookie("pinisi-session");
        now.set(now.get().plus(Duration.ofMinutes(14)));
        assertEquals(
                "{\"idle\":60,\"absolute\":2760}", browser.get("/session", session).body().strip());
        assertEquals(
                "{\"idle\":60,\"absolute\":2760}", browser.get("/session", session).body().strip());
        assertEquals(
                "{\"idle\":900,\"absolute\":2760}",
                browser.post("/session", "", session).body().strip());
        now.set(now.get().plus(Duration.ofMinutes(16)));
        assertEquals(302, browser.get("/session", session).status());
    }

    @Test
    void vaadinIsToldThatTheSessionHasEnded() throws Exception {
        Answer answer = browser.post("/?v-r=uidl&v-uiId=0", "{}", "");
        assertEquals(200, answer.status());
        assertTrue(answer.body().contains("\"sessionExpired\":true"), answer.body());
    }

    @Test
    void aFormThatIsNotOursIsRefused() throws Exception {
        assertEquals(403, browser.post("/sign-in", "name=admin&password=" + password, "").status());
        assertEquals(403, browser.postFrom("https://evil.example", "/sign-out", session()));
    }

    @Test
    void guessingIsAnsweredWithTooManyRequests() throws Exception {
        for (int i = 0; i < LIMITS.perPair(); i++) {
            assertEquals(401, browser.signIn("admin", "wrong", "/").status());
        }
        Answer stopped = browser.signIn("admin", password, "/");
        assertEquals(429, stopped.status());
        assertEquals("300", stopped.header("Retry-After"));
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() throws Exception {
        String session = session();
        for (Answer answer :
                List.of(
                        browser.get("/sign-in", ""),
                        browser.get("/", session),
                        browser.get("/assets/portal.css", ""),
                        browser.get("/assets/nothing.css", ""),
                        browser.get("/nowhere", ""))) {
            assertEquals("nosniff", answer.header("X-Content-Type-Options"));
            assertEquals("same-origin", answer.header("Referrer-Policy"));
            String policy = answer.header("Content-Security-Policy");
            assertTrue(policy.contains("frame-ancestors 'none'"), policy);
            assertTrue(policy.contains("default-src 'none'"), policy);
            assertFalse(policy.matches(".*script-src[^;]*'unsafe-inline'.*"), policy);
        }
    }

    @Test
    void scriptsOfAVaadinPageCarryTheNonceOfItsPolicy() throws Exception {
        Answer page = browser.get("/", session());
        Matcher nonce =
                Pattern.compile("'nonce-([^']+)'").matcher(page.header("Content-Security-Policy"));
        assertTrue(nonce.find());
        List<String> scripts =
                Pattern.compile("<script[^>]*>")
                        .matcher(page.body())
                        .results()
                        .map(result -> result.group())
                        .toList();
        assertFalse(scripts.isEmpty());
        scripts.forEach(script -> assertTrue(script.contains(nonce.group(1)), script));
    }

    @Test
    void aTypedNameIsShownAsTextOnly() throws Exception {
        Answer answer = browser.signIn("\"><script>alert(1)</script>", "wrong", "/");
        assertEquals(401, answer.status());
        assertFalse(answer.body().contains("<script>"), answer.body());
    }

    @Test
    void aWebSocketNeedsTheSessionAndTheOwnOrigin() throws Exception {
        String session = session();
        String own = "http://127.0.0.1:" + portal.port();
        assertEquals(401, browser.upgrade("/streams/log?ticket=x", own, ""));
        assertEquals(403, browser.upgrade("/streams/log?ticket=x", "http://evil.test", session));
        assertEquals(101, browser.upgrade("/streams/log?ticket=x", own, session));
        assertEquals(401, browser.upgrade("/VAADIN/push?v-r=push", own, ""));
    }

    @Test
    void whatOtherSitesTryIsRecordedButCannotFillTheLog() throws Exception {
        String session = session();
        assertEquals(403, browser.upgrade("/streams/log?ticket=x", "http://evil.test", session));
        assertEquals(403, browser.postFrom("https://evil.example", "/sign-out", session));
        List<AuditEntry> recorded = foreign();
        assertEquals(
                List.of("post /sign-out admin", "websocket /streams/log admin"),
                recorded.stream()
                        .map(one -> one.verb() + " " + one.object() + " " + one.actor())
                        .toList());
        assertTrue(recorded.getFirst().detail().contains("https://evil.example"));
        for (int i = 0; i < 20; i++) {
            browser.postFrom("https://evil.example", "/sign-out", "");
        }
        assertEquals(10, foreign().size());
        now.set(now.get().plus(Duration.ofMinutes(2)));
        browser.postFrom("https://evil.example", "/sign-out", "");
        assertTrue(foreign().getFirst().detail().contains("\"unrecordedBefore\":12"));
    }

    private List<AuditEntry> foreign() {
        return database.audit().read(AuditQuery.newest(100)).stream()
                .map(AuditRecord::entry)
                .filter(one -> one.detail().contains("cross-origin"))
                .toList();
    }

    /** Headers that proxies set name nobody: there is no proxy that we trust. */
    @Test
    void forgedHeadersMakeNobodyOutOfNothing() throws Exception {
        try (Socket socket = connected()) {
            socket.getOutputStream()
                    .write(
                            String.join(
                                            "\r\n",
                                            "GET /applications HTTP/1.1",
                                            "Host: x",
                                            "Accept: text/html",
                                            "X-Forwarded-For: 10.0.0.1",
                                            "Forwarded: for=10.0.0.1",
                                            "X-Remote-User: admin",
                                            "Remote-User: admin",
                                            "X-Forwarded-User: admin",
                                            "Impersonate-User: admin",
                                            "Connection: close",
                                            "",
                                            "")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertTrue(answer(socket).startsWith("HTTP/1.1 302"), "led to the sign-in");
        }
        browser.postFrom("https://evil.example", "/sign-out", "");
        assertEquals("127.0.0.1", foreign().getFirst().source());
    }

    @Test
    void headsThatAreTooLongAreRefused() throws Exception {
        try (Socket socket = connected()) {
            socket.getOutputStream()
                    .write(
                            ("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            assertTrue(answer(socket).startsWith("HTTP/1.1 431"));
        }
    }

    /** Each byte comes in time, and the head never ends. */
    @Test
    void aHeadThatTricklesIsCutOff() throws Exception {
        try (Socket socket = connected()) {
            Instant end = Instant.now().plusSeconds(60);
            socket.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: x\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(50);
            while (!isClosed(socket)) {
                assertTrue(Instant.now().isBefore(end), "still open");
            }
        }
    }

    /** Waits a moment for an end, and sends another byte. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.getOutputStream().write('a');
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), portal.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Test
    void healthNeedsNoSession() throws Exception {
        assertEquals(200, browser.get("/health", "").status());
        assertEquals(200, browser.get("/health/live", "").status());
        assertEquals(200, browser.get("/health/ready", "").status());
    }

    private String session() throws Exception {
        return browser.signIn("admin", password, "/").cookie("pinisi-session");
    }
}
