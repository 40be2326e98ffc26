package io.pinisi.portal.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.auth.token.ApiTokens;
import io.pinisi.auth.token.IssueOutcome;
import io.pinisi.auth.token.TokenWish;
import io.pinisi.cluster.app.ApiServer;
import io.pinisi.cluster.app.ApiServerAssembly;
import io.pinisi.cluster.app.ApiServerOptions;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.account.Account;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.token.TokenScope;
import io.pinisi.federation.access.EngineOnly;
import io.pinisi.federation.access.WithinToken;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.portal.demo.DemoTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Personal tokens at a real hub, over TLS. */
class TokenIT {
    private static final Caller HERE = new Caller("192.0.2.1", "test", "r-1");
    private static final AuditEntry CONSOLE =
            new AuditEntry(
                    "console", List.of(), "test", "account", "", "", "console", "allowed", "{}");
    private static final TokenScope LOOKING =
            new TokenScope(List.of(), List.of("default"), ApiTokens.READING, List.of("hub"));

    @TempDir static Path folder;
    private static Database database;
    private static ApiServer hub;
    private static ApiTokens tokens;
    private static HttpClient http;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        database = Database.open(DatabaseOptions.memory("token-it"));
        tokens = DemoTokens.on(database, InstantSource.system());
        hub =
                ApiServerAssembly.start(
                        ApiServerOptions.local(folder, "hub", Profile.HUB, database, 0)
                                .withExtraKinds(FederationKinds.extraKinds())
                                .withAccess(
                                        List.of(new TokenBearers(tokens)),
                                        List.of(new WithinToken(), new EngineOnly())));
        http = HttpClient.newBuilder().sslContext(Credential.tlsTrustingAnyone()).build();
    }

    @AfterAll
    static void stop() {
        http.close();
        hub.close();
        database.close();
    }

    /** An account whose group may do everything, as operators may. */
    private static Identity operator(String name) throws InterruptedException {
        Account account =
                new Account(
                        name,
                        "hash",
                        new TreeSet<>(List.of(UserInfo.MASTERS)),
                        false,
                        false,
                        Instant.now());
        assertTrue(database.accounts().create(account, CONSOLE));
        return new Identity(
                LocalAccounts.subject(database.accounts().find(name).orElseThrow()),
                name,
                List.of(UserInfo.MASTERS),
                "session");
    }

    private static IssueOutcome.Issued issued(Identity who, TokenScope scope)
            throws InterruptedException {
        return assertInstanceOf(
                IssueOutcome.Issued.class,
                tokens.issue(who, new TokenWish("test", scope, Duration.ofDays(1)), HERE));
    }

    private static int status(String method, String path, String token, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub.url() + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                method.equals("POST")
                                        ? BodyPublishers.ofString(
                                                "{\"metadata\":{\"generateName\":\"x-\"}}")
                                        : BodyPublishers.noBody());
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return http.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    private static List<AuditEntry> recorded(String actor) {
        return database.audit().read(AuditQuery.newest(200)).stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.actor().equals(actor))
                .toList();
    }

    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @Test
    void aTokenDoesWhatItsPersonMayAndTheRecordNamesIt() throws Exception {
        IssueOutcome.Issued issued = issued(operator("wayan"), TokenScope.UNLIMITED);
        assertEquals(201, status("POST", MAPS, issued.secret()));
        AuditEntry written =
                recorded("wayan").stream()
                        .filter(entry -> entry.verb().equals("create"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(written.detail().contains("TOKEN=" + issued.token().id()), written.detail());
    }

    @Test
    void whatIsBeyondTheScopeIsRefusedAndRecorded() throws Exception {
        String token = issued(operator("ketut"), LOOKING).secret();
        assertEquals(200, status("GET", MAPS, token));
        assertEquals(403, status("POST", MAPS, token));
        assertEquals(403, status("GET", "/api/v1/namespaces/kube-system/configmaps", token));
        assertEquals(403, status("GET", "/api/v1/configmaps", token));
        assertEquals(
                403,
                status("GET", MAPS, token, "Impersonate-User", "wayan"),
                "a token acts as nobody else");
        assertEquals(
                4,
                recorded("ketut").stream()
                        .filter(entry -> entry.result().equals("denied"))
                        .count());
    }

    @Test
    void namesOfOthersInHeadersAreNotBelieved() throws Exception {
        String token = issued(operator("putu"), LOOKING).secret();
        assertEquals(
                403,
                status(
                        "POST",
                        MAPS,
                        token,
                        "X-Remote-User",
                        "wayan",
                        "X-Remote-Group",
                        "system:masters",
                        "X-Forwarded-For",
                        "192.0.2.66"));
        AuditEntry refusal =
                recorded("putu").stream()
                        .filter(entry -> entry.result().equals("denied"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("127.0.0.1", refusal.source());
    }

    @Test
    void aRevokedTokenAndOneOfADisabledAccountAreRefusedAtOnce() throws Exception {
        Identity who = operator("nyoman");
        IssueOutcome.Issued first = issued(who, TokenScope.UNLIMITED);
        IssueOutcome.Issued second = issued(who, TokenScope.UNLIMITED);
        assertEquals(200, status("GET", MAPS, first.secret()));
        assertTrue(tokens.revokeOwn(who, first.token().id(), HERE));
        assertEquals(401, status("GET", MAPS, first.secret()));
        assertEquals(200, status("GET", MAPS, second.secret()));
        Account account = database.accounts().find("nyoman").orElseThrow();
        assertTrue(
                database.accounts()
                        .update(
                                new Account(
                                        account.name(),
                                        account.passwordHash(),
                                        account.groups(),
                                        false,
                                        true,
                                        account.created()),
                                CONSOLE));
        assertEquals(401, status("GET", MAPS, second.secret()));
        assertEquals(
                2,
                recorded("nyoman").stream()
                        .filter(entry -> entry.verb().equals("use-token"))
                        .count());
    }

    @Test
    void aTokenThatWasTamperedWithIsNotAnonymous() throws Exception {
        String token = issued(operator("made"), TokenScope.UNLIMITED).secret();
        char last = token.charAt(token.length() - 1);
        String other = token.substring(0, token.length() - 1) + (last == 'A' ? 'B' : 'A');
        assertEquals(401, status("GET", "/version", other));
        assertEquals(
                401,
                status(
                        "GET",
                        "/version",
                        token.substring(0, token.length() - 43) + "A".repeat(43)));
    }
}
