package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.journal.Journal;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.StoreUnavailableException;
import io.pinisi.db.revision.Write;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in the journal and not in the tables. */
@Timeout(300)
class H2JournalTest {
    private static final Write.Origin ORIGIN = new Write.Origin("ann", "r");
    private static final AuditEntry AUDIT =
            new AuditEntry("ann", List.of("ops"), "create", "o", "r", "", "api", "allowed", "{}");
    private static final int MIB = 1024 * 1024;

    @TempDir Path folder;

    private DatabaseOptions options(String name) {
        return DatabaseOptions.file(folder.resolve(name));
    }

    private static StoreLimits limits(Duration applyPause, int journalBytes) {
        StoreLimits s = StoreLimits.STANDARD;
        return new StoreLimits(
                s.queueMax(),
                s.queueWaitMax(),
                s.groupMax(),
                s.groupBytesMax(),
                s.recentMax(),
                s.recentBytesMax(),
                s.tailBatchMax(),
                s.compactionBatchMax(),
                s.valueBytesMax(),
                s.keyLengthMax(),
                s.readersMax(),
                s.readQueueMax(),
                s.applyMax(),
                applyPause,
                s.backlogBytesMax(),
                journalBytes,
                s.recoveryAttemptsMax(),
                s.recoveryPause());
    }

    /** What a process that is killed at this moment leaves. */
    private void copy(String from, String to) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files =
                    all.filter(file -> String.valueOf(file.getFileName()).startsWith(from + "."))
                            .toList();
        }
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            Files.copy(file, folder.resolve(name.replace(from + ".", to + ".")));
        }
    }

    private static Revision create(RevisionStore store, String key) throws InterruptedException {
        byte[] value = key.getBytes(StandardCharsets.UTF_8);
        return store.write(Write.create(key, value, ORIGIN, AUDIT));
    }

    private static List<String> keys(Database database) {
        return database.revisions().range("", "", 0, 0).stream().map(Revision::key).toList();
    }

    @Test
    void whatOnlyTheJournalHasIsThereAfterAKill() throws Exception {
        StoreLimits limits = limits(Duration.ofHours(1), MIB);
        try (Database database = Database.open(options("store").withLimits(limits))) {
            RevisionStore store = database.revisions();
            Revision a = create(store, "/a");
            create(store, "/b");
            Revision c = create(store, "/c");
            Revision changed =
                    store.write(Write.update("/a", new byte[] {7}, a.number(), ORIGIN, AUDIT));
            store.write(Write.delete("/c", c.number(), ORIGIN, AUDIT));
            database.audit().append(AUDIT);
            copy("store", "killed");
            copy("store", "evidence");
            assertEquals(4, changed.number());
        }
        assertFalse(Files.exists(folder.resolve("store.journal.0")), "closed, it needs none");

        try (StoredAudit stored = StoredAudit.open(options("evidence"))) {
            List<AuditRecord> records = stored.after(0);
            assertEquals(6, records.size());
            assertEquals(List.of(records.getLast()), stored.after(5));
            ChainCheck check = ChainCheck.ofChain();
            records.forEach(check::add);
            assertInstanceOf(Verification.Intact.class, stored.end(check));
        }
        assertTrue(Files.exists(folder.resolve("evidence.journal.0")), "looking changes nothing");

        try (Database database = Database.open(options("killed"))) {
            assertEquals(List.of("/a", "/b"), keys(database));
            assertEquals(5, database.revisions().head());
            assertInstanceOf(Verification.Intact.class, database.audit().verify());
            create(database.revisions(), "/c");
            assertEquals(List.of("/a", "/b", "/c"), keys(database));
        }
    }

    @Test
    void theJournalTurnsWhileWritesGoOnAndAKillAtAnyMomentLosesNone() throws Exception {
        List<String> written = new ArrayList<>();
        StoreLimits limits = limits(Duration.ofMillis(1), 4096);
        try (Database database = Database.open(options("store").withLimits(limits))) {
            for (int i = 0; i < 200; i++) {
                String key = "/key-%03d".formatted(i);
                create(database.revisions(), key);
                written.add(key);
                if (i % 50 == 20) {
                    database.revisions().get("/"); // the tables are still while they are copied
                    copy("store", "killed-" + i);
                    try (Database killed = Database.open(options("killed-" + i))) {
                        assertEquals(written, keys(killed));
                        assertInstanceOf(Verification.Intact.class, killed.audit().verify());
                    }
                }
            }
        }
    }

    @Test
    void whatIsLongerThanAJournalGoesStraightToTheTables() throws Exception {
        StoreLimits limits = limits(Duration.ofHours(1), 4096);
        try (Database database = Database.open(options("store").withLimits(limits))) {
            RevisionStore store = database.revisions();
            create(store, "/a");
            store.write(Write.create("/long", new byte[10_000], ORIGIN, AUDIT));
            create(store, "/z");
            copy("store", "killed");
        }
        try (Database database = Database.open(options("killed"))) {
            assertEquals(List.of("/a", "/long", "/z"), keys(database));
            assertInstanceOf(Verification.Intact.class, database.audit().verify());
        }
    }

    @Test
    void aJournalThatDoesNotFollowItsDatabaseIsRefused() throws Exception {
        Database.open(options("store")).close();
        Path base = folder.resolve("store");
        Head before = new Head(1, 5, 0, 0, AuditChain.GENESIS);
        Revision sixth = new Revision(6, "/a", Revision.Operation.CREATE, new byte[0], 6);
        Batch batch =
                new Batch(
                        before,
                        new Head(1, 6, 0, 0, AuditChain.GENESIS),
                        List.of(new Batch.Row(sixth, ORIGIN, 0)),
                        List.of());
        try (Journal journal = Journal.open(base, MIB)) {
            journal.append(BatchCodec.encode(batch));
        }
        StoreUnavailableException refused =
                assertThrows(
                        StoreUnavailableException.class, () -> Database.open(options("store")));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("does not follow"),
                refused::getMessage);
        assertTrue(Files.exists(folder.resolve("store.journal.0")), "nothing is thrown away");
    }
}
