package io.pinisi.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalAccountsTest {
    private static final Caller HERE = new Caller("192.0.2.1", "test", "r-1");
    private static final SignInLimits LIMITS =
            new SignInLimits(3, 10, 50, Duration.ofMinutes(5), 100);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-02T03:04:05Z"));
    private final List<String> changed = new ArrayList<>();
    private Database database;
    private LocalAccounts accounts;
    private FirstSignIn first;

    @BeforeEach
    void open() throws InterruptedException {
        database = Database.open(DatabaseOptions.memory(UUID.randomUUID().toString()));
        accounts =
                new LocalAccounts(
                        database.accounts(),
                        database.audit(),
                        now::get,
                        new SecureRandom(),
                        LIMITS,
                        changed::add);
        first = accounts.createFirstAdministrator().orElseThrow();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFirstAdministratorIsMadeOnceOnly() throws InterruptedException {
        assertEquals("admin", first.name());
        assertTrue(accounts.createFirstAdministrator().isEmpty());
    }

    @Test
    void signInTellsNameGroupsAndSession() throws InterruptedException {
        SignInOutcome outcome = accounts.signIn(" Admin ", first.password(), HERE);
        Identity identity = assertInstanceOf(SignInOutcome.SignedIn.class, outcome).identity();
        assertEquals("admin", identity.name());
        assertEquals(List.of(LocalAccounts.OPERATORS), identity.groups());
        assertFalse(identity.session().isEmpty());
    }

    @Test
    void aPasswordIsStoredAsArgon2id() {
        String hash = database.accounts().find("admin").orElseThrow().passwordHash();
        assertTrue(hash.startsWith("$argon2id$v=19$m=19456,t=2,p=1$"), hash);
        assertFalse(hash.contains(first.password()));
    }

    @Test
    void wrongNameAndWrongPasswordAreRefusedAlike() throws InterruptedException {
        assertEquals(new SignInOutcome.Refused(), accounts.signIn("admin", "wrong", HERE));
        assertEquals(new SignInOutcome.Refused(), accounts.signIn("nobody", "wrong", HERE));
    }

    @Test
    void guessingIsStoppedEvenWithTheRightPasswordUntilTheWindowHasPassed()
            throws InterruptedException {
        for (int i = 0; i < LIMITS.perPair(); i++) {
            accounts.signIn("admin", "wrong", HERE);
        }
        SignInOutcome stopped = accounts.signIn("admin", first.password(), HERE);
        assertEquals(
                LIMITS.window(),
                assertInstanceOf(SignInOutcome.TooManyAttempts.class, stopped).retryAfter());
        Caller elsewhere = new Caller("192.0.2.2", "test", "r-2");
        assertInstanceOf(
                SignInOutcome.SignedIn.class,
                accounts.signIn("admin", first.password(), elsewhere));

        now.updateAndGet(instant -> instant.plus(LIMITS.window()));
        assertInstanceOf(
                SignInOutcome.SignedIn.class, accounts.signIn("admin", first.password(), HERE));
    }

    @Test
    void tryingManyAccountsFromOneAddressIsStopped() throws InterruptedException {
        for (int i = 0; i < LIMITS.perSource(); i++) {
            accounts.signIn("user" + i, "wrong", HERE);
        }
        assertInstanceOf(
                SignInOutcome.TooManyAttempts.class,
                accounts.signIn("admin", first.password(), HERE));
    }

    @Test
    void successDoesNotCountAgainstAnybody() throws InterruptedException {
        for (int i = 0; i < 2 * LIMITS.perSource(); i++) {
            assertInstanceOf(
                    SignInOutcome.SignedIn.class, accounts.signIn("admin", first.password(), HERE));
        }
    }

    @Test
    void aChangedPasswordReplacesTheOldOne() throws InterruptedException {
        Identity identity = signIn(first.password());
        String next = "a longer walk on the quay";
        assertEquals(
                new PasswordChange.WrongPassword(),
                accounts.changePassword(identity, "wrong", next, HERE));
        assertEquals(
                new PasswordChange.Changed(),
                accounts.changePassword(identity, first.password(), next, HERE));
        assertEquals(List.of("admin"), changed);
        assertEquals(new SignInOutcome.Refused(), accounts.signIn("admin", first.password(), HERE));
        signIn(next);
    }

    @Test
    void aShortPasswordIsUnfit() throws InterruptedException {
        Identity identity = signIn(first.password());
        assertEquals(
                new PasswordChange.Unfit("Use at least 12 characters."),
                accounts.changePassword(identity, first.password(), "short", HERE));
    }

    @Test
    void resetGivesANewPasswordToAnAccountThatExists() throws InterruptedException {
        String password = accounts.reset("admin").orElseThrow();
        signIn(password);
        assertTrue(accounts.reset("nobody").isEmpty());
    }

    @Test
    void everyAttemptIsInTheAuditLogWithoutItsPassword() throws InterruptedException {
        Identity identity = signIn(first.password());
        accounts.signIn("admin", "guess-work", HERE);
        new SignInRecords(database.audit())
                .append(identity, "sign-out", SignInRecords.ALLOWED, HERE);
        List<String> acts =
                database.audit().read(AuditQuery.newest(100)).stream()
                        .map(AuditRecord::entry)
                        .map(entry -> entry.actor() + " " + entry.verb() + " " + entry.result())
                        .toList();
        assertEquals(
                List.of(
                        "admin sign-out allowed",
                        "admin sign-in denied",
                        "admin sign-in allowed",
                        "console create-account allowed"),
                acts);
        assertFalse(
                database.audit().read(AuditQuery.newest(100)).toString().contains("guess-work"));
    }

    private Identity signIn(String password) throws InterruptedException {
        return assertInstanceOf(
                        SignInOutcome.SignedIn.class, accounts.signIn("admin", password, HERE))
                .identity();
    }
}
