package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.account.Account;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.revision.PreconditionFailedException;
import io.pinisi.db.revision.Write;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditAndAccountsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Write.Origin ORIGIN = new Write.Origin("ann", "r-1");

    @TempDir Path folder;
    private Database database;

    @BeforeEach
    void open() {
        database =
                Database.open(DatabaseOptions.file(folder.resolve("store")).withClock(() -> NOW));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static AuditEntry entry(String actor, String verb, String object, String result) {
        return new AuditEntry(
                actor,
                List.of("ops", "tenants/acme"),
                verb,
                object,
                "r-1",
                "127.0.0.1",
                "api",
                result,
                "{\"dryRun\":false}");
    }

    @Test
    void aWriteAndItsRecordAreOneTransaction() throws InterruptedException {
        AuditEntry allowed = entry("ann", "create", "v1 configmaps shop/a", "allowed");
        database.revisions().write(Write.create("/a", new byte[] {1}, ORIGIN, allowed));
        assertThrows(
                PreconditionFailedException.class,
                () ->
                        database.revisions()
                                .write(Write.create("/a", new byte[] {2}, ORIGIN, allowed)));
        AuditRecord denied =
                database.audit().append(entry("bob", "delete", "v1 secrets shop/s", "denied"));

        List<AuditRecord> records = database.audit().read(AuditQuery.newest(10));
        assertEquals(2, records.size());
        assertEquals(denied, records.getFirst());
        AuditRecord first = records.getLast();
        assertEquals(allowed, first.entry());
        assertEquals(OptionalLong.of(1), first.revision());
        assertEquals(NOW, first.recordedAt());
        assertEquals(new Verification.Intact(2, denied.hash(), 0, 0), database.audit().verify());
    }

    @Test
    void recordsAreFoundByWhatTheySay() throws InterruptedException {
        database.audit().append(entry("ann", "get", "v1 secrets shop/a", "allowed"));
        database.audit().append(entry("bob", "get", "v1 secrets shop/b", "denied"));
        database.audit().append(entry("bob", "exec", "v1 pods shop/p%", "allowed"));
        AuditQuery all = AuditQuery.newest(10);
        assertEquals(List.of(3L, 2L), found(query("bob", null, null, null)));
        assertEquals(List.of(2L, 1L), found(query(null, "get", null, null)));
        assertEquals(List.of(3L), found(query(null, null, "v1 pods shop/p%", null)));
        assertEquals(List.of(), found(query(null, null, "v1 %", null)));
        assertEquals(List.of(2L), found(query(null, null, null, "denied")));
        assertEquals(List.of(1L), found(all.before(2)));
        assertEquals(List.of(), found(AuditQuery.newest(10).within(null, NOW)));
        assertEquals(3, found(AuditQuery.newest(10).within(NOW, null)).size());
    }

    private static AuditQuery query(
            @org.jspecify.annotations.Nullable String actor,
            @org.jspecify.annotations.Nullable String verb,
            @org.jspecify.annotations.Nullable String object,
            @org.jspecify.annotations.Nullable String result) {
        return new AuditQuery(
                actor, verb, object, null, result, null, null, null, Long.MAX_VALUE, 10);
    }

    private List<Long> found(AuditQuery query) {
        return database.audit().read(query).stream().map(AuditRecord::sequence).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_record set actor = 'eve' where seq = 3",
                "update audit_record set group_names = 'admins' where seq = 3",
                "update audit_record set detail = '{}' where seq = 3",
                "update audit_record set result = 'denied' where seq = 3",
                "update audit_record set recorded_at = recorded_at + 1 where seq = 3",
                "update audit_record set revision = 7 where seq = 3",
                "update audit_record set hash = '" + "0000" + "' where seq = 3",
                "delete from audit_record where seq = 3"
            })
    void aChangedOrMissingRecordBreaksTheChainThere(String tampering)
            throws InterruptedException, SQLException {
        for (int i = 1; i <= 5; i++) {
            database.audit().append(entry("ann", "get", "v1 secrets shop/" + i, "allowed"));
        }
        tamper(tampering);
        Verification.Broken broken =
                assertInstanceOf(Verification.Broken.class, database.audit().verify());
        assertEquals(3, broken.sequence());
    }

    @Test
    void aCutOffEndIsNoticed() throws InterruptedException, SQLException {
        for (int i = 1; i <= 3; i++) {
            database.audit().append(entry("ann", "get", "v1 secrets shop/" + i, "allowed"));
        }
        tamper("delete from audit_record where seq = 3");
        assertEquals(
                new Verification.Broken(3, "the record is missing"), database.audit().verify());
    }

    private void tamper(String statement) throws SQLException {
        database.close();
        try (Connection connection =
                DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("store"), "sa", "")) {
            connection.createStatement().executeUpdate(statement);
        }
        open();
    }

    @Test
    void hostileTextsAreStoredAsTheyVerify() throws InterruptedException {
        AuditEntry hostile =
                new AuditEntry(
                        "a\0b\ud800",
                        List.of("x\ny", ""),
                        "get",
                        "o".repeat(5000),
                        "r",
                        "“ü𝄞”",
                        "api",
                        "allowed",
                        "x".repeat(100_000));
        AuditRecord appended = database.audit().append(hostile);
        assertEquals("a\uFFFDb\uFFFD", appended.entry().actor());
        assertEquals(List.of("x\uFFFDy"), appended.entry().groups());
        assertEquals(1024, appended.entry().object().length());
        assertEquals("{\"omitted\":\"100000 characters\"}", appended.entry().detail());
        assertEquals(appended, database.audit().read(AuditQuery.newest(1)).getFirst());
        assertInstanceOf(Verification.Intact.class, database.audit().verify());
    }

    @Test
    void accountsAreKeptWithTheirRecords() throws InterruptedException {
        Account ann = account("ann", "hash-1", "ops", "admins");
        AuditEntry audit = entry("system", "create", "account ann", "allowed");
        assertTrue(database.accounts().create(ann, audit));
        assertFalse(database.accounts().create(account("ann", "other"), audit));
        assertTrue(database.accounts().create(account("bob", "hash-2"), audit));
        assertEquals(Optional.of(ann), database.accounts().find("ann"));

        Account changed = new Account("ann", "hash-3", new TreeSet<>(), false, true, NOW);
        assertTrue(database.accounts().update(changed, audit));
        assertFalse(database.accounts().update(account("eve", "x"), audit));
        assertEquals(List.of(changed, account("bob", "hash-2")), database.accounts().list());

        assertTrue(database.accounts().delete("ann", audit));
        assertFalse(database.accounts().delete("ann", audit));
        assertEquals(Optional.empty(), database.accounts().find("ann"));
        assertEquals(4, database.audit().read(AuditQuery.newest(10)).size());
        assertInstanceOf(Verification.Intact.class, database.audit().verify());
    }

    private static Account account(String name, String hash, String... groups) {
        return new Account(name, hash, new TreeSet<>(List.of(groups)), true, false, NOW);
    }
}
