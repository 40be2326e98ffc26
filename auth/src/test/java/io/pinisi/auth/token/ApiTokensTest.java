package io.pinisi.auth.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.auth.Caller;
import io.pinisi.auth.Identity;
import io.pinisi.auth.LocalAccounts;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.account.Account;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.token.KnownPerson;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.db.token.TokenScope;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiTokensTest {
    private static final Caller HERE = new Caller("192.0.2.1", "test", "r-1");
    private static final Duration DAY = Duration.ofDays(1);
    private static final AuditEntry CONSOLE =
            new AuditEntry(
                    "console", List.of(), "x", "account", "", "", "console", "allowed", "{}");

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final Set<String> disabled = new HashSet<>();
    private Database database;
    private ApiTokens tokens;

    @BeforeEach
    void open() {
        database = Database.open(DatabaseOptions.memory(UUID.randomUUID().toString()));
        tokens = tokens(Set.of("office"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private ApiTokens tokens(Set<String> providers) {
        KnownPeople people =
                new KnownPeople(
                        database.tokens(),
                        database.accounts(),
                        providers,
                        (KnownPerson person) -> !disabled.contains(person.name()),
                        TokenLimits.STANDARD,
                        now::get);
        return new ApiTokens(
                database.tokens(),
                people,
                database.audit(),
                TokenLimits.STANDARD,
                now::get,
                new SecureRandom());
    }

    private static Identity ann(String... groups) {
        return new Identity("office:1", "office:ann", "Ann", "office", List.of(groups), "s-1");
    }

    private static TokenWish wish(TokenScope scope) {
        return new TokenWish("build server", scope, DAY);
    }

    private IssueOutcome.Issued issued(Identity who, TokenScope scope) throws InterruptedException {
        return assertInstanceOf(IssueOutcome.Issued.class, tokens.issue(who, wish(scope), HERE));
    }

    private String unfit(Identity who, TokenWish wish) throws InterruptedException {
        return assertInstanceOf(IssueOutcome.Unfit.class, tokens.issue(who, wish, HERE)).field();
    }

    private TokenBearer bearer(String secret) throws InterruptedException {
        return assertInstanceOf(Recognition.Recognised.class, tokens.recognise(secret, "192.0.2.9"))
                .bearer();
    }

    private String refusal(String secret) throws InterruptedException {
        return assertInstanceOf(Recognition.Refused.class, tokens.recognise(secret, "192.0.2.9"))
                .reason();
    }

    private List<String> recorded(String verb) {
        return database.audit().read(AuditQuery.newest(100)).stream()
                .map(AuditRecord::entry)
                .filter(entry -> entry.verb().equals(verb))
                .map(entry -> entry.actor() + " " + entry.result() + " " + entry.detail())
                .toList();
    }

    @Test
    void aTokenIsItsPersonWithTheGroupsOfTheLastSignIn() throws InterruptedException {
        Identity first = ann("a", "b");
        tokens.people().signedIn(first, HERE);
        String secret = issued(first, TokenScope.UNLIMITED).secret();
        assertEquals(List.of("a", "b"), bearer(secret).groups());
        assertEquals("office:ann", bearer(secret).name());

        tokens.people().signedIn(ann("b", "c"), HERE);
        assertEquals(List.of("b", "c"), bearer(secret).groups());
    }

    @Test
    void aTokenKeepsOnlyTheGroupsOfItsScopeThatThePersonStillHas() throws InterruptedException {
        tokens.people().signedIn(ann("a", "b"), HERE);
        TokenScope scope = new TokenScope(List.of("a"), List.of(), List.of(), List.of());
        String secret = issued(ann("a", "b"), scope).secret();
        assertEquals(List.of("a"), bearer(secret).groups());
        tokens.people().signedIn(ann("b"), HERE);
        assertEquals(List.of(), bearer(secret).groups());
    }

    @Test
    void theSecretIsNowhereButInTheAnswer() throws InterruptedException {
        IssueOutcome.Issued issued = issued(ann("a"), TokenScope.UNLIMITED);
        PersonalToken stored = database.tokens().find(issued.token().id()).orElseThrow();
        assertEquals(64, stored.secretHash().length());
        assertFalse(issued.secret().contains(stored.secretHash()));
        assertFalse(issued.toString().contains(issued.secret()));
        assertTrue(recorded("create-token").stream().noneMatch(r -> r.contains(issued.secret())));
        assertEquals(1, recorded("create-token").size());
    }

    @Test
    void wishesThatDoNotFitAreRefusedAtTheirField() throws InterruptedException {
        Identity who = ann("a");
        assertEquals("label", unfit(who, new TokenWish(" ", TokenScope.UNLIMITED, DAY)));
        assertEquals(
                "lifetime",
                unfit(who, new TokenWish("x", TokenScope.UNLIMITED, Duration.ofDays(181))));
        assertEquals(
                "lifetime", unfit(who, new TokenWish("x", TokenScope.UNLIMITED, Duration.ZERO)));
        TokenScope others = new TokenScope(List.of("operators"), List.of(), List.of(), List.of());
        assertEquals("groups", unfit(who, wish(others)));
        TokenScope odd = new TokenScope(List.of(), List.of(), List.of("impersonate"), List.of());
        assertEquals("verbs", unfit(who, wish(odd)));
        for (int i = 0; i < TokenLimits.STANDARD.perPerson(); i++) {
            issued(who, TokenScope.UNLIMITED);
        }
        assertEquals("", unfit(who, wish(TokenScope.UNLIMITED)));
    }

    @Test
    void anExpiredTokenIsRefusedAndRecorded() throws InterruptedException {
        tokens.people().signedIn(ann("a"), HERE);
        String secret = issued(ann("a"), TokenScope.UNLIMITED).secret();
        now.set(now.get().plus(DAY));
        assertTrue(refusal(secret).endsWith("expired"));
        assertTrue(refusal(secret).endsWith("expired"));
        assertEquals(List.of("office:ann denied {\"reason\":\"expired\"}"), recorded("use-token"));
        now.set(now.get().plusSeconds(61));
        refusal(secret);
        assertEquals(2, recorded("use-token").size());
    }

    @Test
    void aRevokedTokenIsRefusedAtOnceAndOnlyItsOwnerOrAnOperatorRevokes()
            throws InterruptedException {
        tokens.people().signedIn(ann("a"), HERE);
        IssueOutcome.Issued issued = issued(ann("a"), TokenScope.UNLIMITED);
        String id = issued.token().id();
        Identity eve = new Identity("office:2", "office:eve", "Eve", "office", List.of(), "s-2");
        assertFalse(tokens.revokeOwn(eve, id, HERE));
        assertEquals("office:ann", bearer(issued.secret()).name());
        assertTrue(tokens.revokeOwn(ann("a"), id, HERE));
        assertTrue(refusal(issued.secret()).endsWith("revoked"));
        assertFalse(tokens.revokeAny(eve, id, HERE));
        IssueOutcome.Issued second = issued(ann("a"), TokenScope.UNLIMITED);
        assertTrue(tokens.revokeAny(eve, second.token().id(), HERE));
        assertTrue(refusal(second.secret()).endsWith("revoked"));
        assertEquals(2, recorded("revoke-token").size());
    }

    @Test
    void whoIsDisabledGoneOrLongAwayHasNoTokenThatWorks() throws InterruptedException {
        String never = issued(ann("a"), TokenScope.UNLIMITED).secret();
        assertTrue(refusal(never).contains("its person"));
        tokens.people().signedIn(ann("a"), HERE);
        bearer(never);
        disabled.add("office:ann");
        assertTrue(refusal(never).contains("its person"));
        disabled.clear();
        tokens = tokens(Set.of("elsewhere"));
        assertTrue(refusal(never).contains("its person"));
        tokens = tokens(Set.of("office"));
        IssueOutcome.Issued lasting =
                assertInstanceOf(
                        IssueOutcome.Issued.class,
                        tokens.issue(
                                ann("a"),
                                new TokenWish("x", TokenScope.UNLIMITED, Duration.ofDays(90)),
                                HERE));
        now.set(now.get().plus(Duration.ofDays(30)));
        assertTrue(refusal(lasting.secret()).contains("its person"));
    }

    @Test
    void aLocalAccountThatIsDisabledChangedOrMadeAnewHasNone() throws InterruptedException {
        Account account = account(false, now.get(), "ops");
        assertTrue(database.accounts().create(account, CONSOLE));
        Identity bob =
                new Identity(LocalAccounts.subject(account), "bob", List.of("ops"), "session");
        String secret = issued(bob, TokenScope.UNLIMITED).secret();
        assertEquals(List.of("ops"), bearer(secret).groups());
        assertTrue(database.accounts().update(account(false, now.get(), "dev"), CONSOLE));
        assertEquals(List.of("dev"), bearer(secret).groups());
        assertTrue(database.accounts().update(account(true, now.get(), "dev"), CONSOLE));
        refusal(secret);
        assertTrue(database.accounts().delete("bob", CONSOLE));
        refusal(secret);
        Instant later = now.get().plusSeconds(60);
        assertTrue(database.accounts().create(account(false, later, "ops"), CONSOLE));
        refusal(secret);
    }

    private static Account account(boolean disabled, Instant created, String group) {
        return new Account("bob", "hash", new TreeSet<>(List.of(group)), false, disabled, created);
    }

    @Test
    void theLastUseIsKeptToTheMinute() throws InterruptedException {
        tokens.people().signedIn(ann("a"), HERE);
        IssueOutcome.Issued issued = issued(ann("a"), TokenScope.UNLIMITED);
        Instant first = now.get();
        bearer(issued.secret());
        now.set(first.plusSeconds(59));
        bearer(issued.secret());
        PersonalToken noted = database.tokens().find(issued.token().id()).orElseThrow();
        assertEquals(Optional.of(first), noted.used());
        assertEquals("192.0.2.9", noted.usedFrom());
        now.set(first.plusSeconds(60));
        bearer(issued.secret());
        assertEquals(
                Optional.of(now.get()),
                database.tokens().find(issued.token().id()).orElseThrow().used());
    }

    @Test
    void aSecretThatIsNotTheTokensIsRefused() throws InterruptedException {
        tokens.people().signedIn(ann("a"), HERE);
        String secret = issued(ann("a"), TokenScope.UNLIMITED).secret();
        String other = secret.substring(0, secret.length() - 43) + "A".repeat(43);
        assertTrue(refusal(other).endsWith("no such token"));
        assertInstanceOf(Recognition.Foreign.class, tokens.recognise("eyJ.x.y", ""));
        assertInstanceOf(Recognition.Foreign.class, tokens.recognise(secret + " ", ""));
        assertInstanceOf(Recognition.Foreign.class, tokens.recognise("", ""));
    }
}
