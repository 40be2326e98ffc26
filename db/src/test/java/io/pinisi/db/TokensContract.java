package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.token.KnownPerson;
import io.pinisi.db.token.PersonalToken;
import io.pinisi.db.token.PersonalTokens;
import io.pinisi.db.token.TokenScope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database makes of tokens. */
abstract class TokensContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final TokenScope SCOPE =
            new TokenScope(
                    List.of("office:/ops", "büro"),
                    List.of("acme-shop"),
                    List.of("get", "list"),
                    List.of("hub", "bali"));

    private Database database;
    private PersonalTokens tokens;

    abstract DatabaseOptions options();

    @BeforeEach
    void open() {
        database = Database.open(options());
        tokens = database.tokens();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static PersonalToken token(String id, String subject, Instant created) {
        return new PersonalToken(
                id,
                "f".repeat(64),
                subject,
                "office:ann",
                "office",
                "build server",
                SCOPE,
                created,
                created.plus(Duration.ofDays(1)),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private static AuditEntry entry(String verb) {
        return new AuditEntry(
                "office:ann",
                List.of(),
                verb,
                "token",
                "r",
                "127.0.0.1",
                "portal",
                "allowed",
                "{}");
    }

    private boolean create(PersonalToken token) throws InterruptedException {
        return tokens.create(token, NOW.minus(Duration.ofDays(30)), entry("create-token"));
    }

    @Test
    void aTokenIsKeptAsItWasMade() throws InterruptedException {
        PersonalToken token = token("a", "office:1", NOW);
        assertTrue(create(token));
        assertFalse(create(token));
        assertTrue(create(token("b", "office:2", NOW.plusSeconds(1))));
        assertEquals(Optional.of(token), tokens.find("a"));
        assertEquals(Optional.empty(), tokens.find("A' or 'a'='a"));
        assertEquals(List.of(token), tokens.of("office:1"));
        assertEquals(List.of("b", "a"), tokens.all().stream().map(PersonalToken::id).toList());
        assertEquals(2, database.audit().read(AuditQuery.newest(10)).size());
    }

    @Test
    void revokingIsDoneAndRecordedOnce() throws InterruptedException {
        assertTrue(create(token("a", "office:1", NOW)));
        assertTrue(tokens.revoke("a", NOW.plusSeconds(5), entry("revoke-token")));
        assertFalse(tokens.revoke("a", NOW.plusSeconds(9), entry("revoke-token")));
        assertFalse(tokens.revoke("none", NOW, entry("revoke-token")));
        PersonalToken revoked = tokens.find("a").orElseThrow();
        assertEquals(Optional.of(NOW.plusSeconds(5)), revoked.revoked());
        assertFalse(revoked.isLive(NOW.plusSeconds(6)));
        assertEquals(2, database.audit().read(AuditQuery.newest(10)).size());
    }

    @Test
    void aUseIsNotedWithoutARecord() throws InterruptedException {
        assertTrue(create(token("a", "office:1", NOW)));
        tokens.used("a", NOW.plusSeconds(7), "192.0.2.7");
        PersonalToken used = tokens.find("a").orElseThrow();
        assertEquals(Optional.of(NOW.plusSeconds(7)), used.used());
        assertEquals("192.0.2.7", used.usedFrom());
        assertEquals(1, database.audit().read(AuditQuery.newest(10)).size());
        assertInstanceOf(Verification.Intact.class, database.audit().verify());
    }

    @Test
    void tokensThatEndedLongAgoMakeRoom() throws InterruptedException {
        assertTrue(create(token("old", "office:1", NOW.minus(Duration.ofDays(40)))));
        assertTrue(create(token("others", "office:2", NOW.minus(Duration.ofDays(40)))));
        assertTrue(create(token("new", "office:1", NOW)));
        assertEquals(Optional.empty(), tokens.find("old"));
        assertTrue(tokens.find("others").isPresent());
    }

    @Test
    void aPersonIsAsTheLastTimeOfComing() throws InterruptedException {
        KnownPerson first =
                new KnownPerson("office:1", "office:ann", "office", List.of("a", "b"), NOW);
        KnownPerson later =
                new KnownPerson("office:1", "office:anna", "office", List.of(), NOW.plusSeconds(1));
        tokens.remember(first, entry("sign-in"));
        assertEquals(Optional.of(first), tokens.person("office:1"));
        tokens.remember(later, entry("sign-in"));
        assertEquals(Optional.of(later), tokens.person("office:1"));
        assertEquals(Optional.empty(), tokens.person("office:2"));
    }
}
