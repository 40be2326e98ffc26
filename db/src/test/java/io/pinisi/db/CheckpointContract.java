package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditHold;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditRetention;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.CheckpointFolder;
import io.pinisi.db.audit.CheckpointLimits;
import io.pinisi.db.audit.CheckpointSigner;
import io.pinisi.db.audit.Checkpointer;
import io.pinisi.db.audit.RetentionPolicy;
import io.pinisi.db.audit.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What signed checkpoints promise; run against each database. */
@Timeout(300)
abstract class CheckpointContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final CheckpointLimits LIMITS =
            new CheckpointLimits(3, Duration.ofMinutes(1), Duration.ofMillis(5));

    @TempDir Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final InstantSource clock = now::get;
    private Path published;
    private KeyPair keys;

    abstract DatabaseOptions options();

    abstract Connection connect() throws SQLException;

    @BeforeEach
    void prepare() throws NoSuchAlgorithmException {
        published = folder.resolve("audit").resolve("checkpoints");
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private Checkpointer start(Database database) {
        return Checkpointer.start(
                database.audit(),
                new CheckpointSigner(keys),
                new CheckpointFolder(published),
                LIMITS,
                clock);
    }

    private static void append(Database database, int records) throws InterruptedException {
        for (int i = 0; i < records; i++) {
            AuditEntry entry =
                    new AuditEntry(
                            "ann",
                            List.of("ops"),
                            "get",
                            "v1 secrets shop/" + i,
                            "r",
                            "127.0.0.1",
                            "api",
                            "allowed",
                            "{}");
            database.audit().append(entry);
        }
    }

    private void record(int records) throws InterruptedException {
        try (Database database = Database.open(options());
                Checkpointer _ = start(database)) {
            append(database, records);
        }
    }

    private List<Checkpoint> published() throws IOException {
        return new CheckpointFolder(published).read();
    }

    private Verification verify() throws IOException {
        try (StoredAudit stored = StoredAudit.open(options())) {
            ChainCheck check =
                    ChainCheck.against(
                            published(),
                            new CheckpointFolder(published).readRetirements(),
                            CheckpointFolder.readKey(published.resolve("audit-key.pem")));
            List<AuditRecord> page = stored.after(0);
            page.forEach(check::add);
            return stored.end(check);
        }
    }

    private void tamper(String... statements) throws SQLException {
        try (Connection connection = connect()) {
            for (String statement : statements) {
                connection.createStatement().executeUpdate(statement);
            }
        }
    }

    private void assertBrokenAt(long sequence) throws IOException {
        assertEquals(sequence, assertInstanceOf(Verification.Broken.class, verify()).sequence());
    }

    @Test
    void checkpointsFollowEachOtherOverRestarts() throws Exception {
        record(7);
        record(2);
        List<Checkpoint> all = published();
        assertEquals(9, all.getLast().last());
        Verification.Intact intact = assertInstanceOf(Verification.Intact.class, verify());
        assertEquals(9, intact.records());
        assertEquals(9, intact.sealed());
        try (StoredAudit stored = StoredAudit.open(options())) {
            assertEquals(all, stored.checkpointsAfter(0));
            assertEquals(List.of(all.getLast()), stored.checkpointsAfter(all.size() - 1));
        }
    }

    @Test
    void manyRecordsAreSealedAtOnceAndFewWhenTimeHasPassed() throws Exception {
        try (Database database = Database.open(options());
                Checkpointer _ = start(database)) {
            append(database, 1);
            awaitSealed(1);
            append(database, 3);
            awaitSealed(4);
            append(database, 1);
            assertEquals(4, published().getLast().last());
            now.set(NOW.plus(LIMITS.ageMax()));
            awaitSealed(5);
        }
        assertEquals(List.of(1L, 4L, 5L), published().stream().map(Checkpoint::last).toList());
    }

    private void awaitSealed(long sequence) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            List<Checkpoint> all = published();
            if (!all.isEmpty() && all.getLast().last() >= sequence) {
                return;
            }
            LockSupport.parkNanos(2_000_000);
        }
        throw new AssertionError("record " + sequence + " is not sealed");
    }

    @Test
    void aLostFileIsPublishedAgain() throws Exception {
        record(4);
        List<Checkpoint> all = published();
        try (Stream<Path> files = Files.list(published)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        record(0);
        assertEquals(all, published());
    }

    @Test
    void changedRemovedAndCutOffRecordsAreNamed() throws Exception {
        record(8);
        tamper("update audit_record set actor = 'eve' where seq = 8");
        assertBrokenAt(8);
        tamper("update audit_record set object_ref = 'x' where seq = 6");
        assertBrokenAt(6);
        tamper("delete from audit_record where seq = 2");
        assertBrokenAt(2);
    }

    /** The head is set back, so the store itself looks whole: only what was published tells. */
    @Test
    void aTailCutOffWithItsCheckpointsIsSeenByWhatWasPublished() throws Exception {
        record(8);
        String hash;
        try (StoredAudit stored = StoredAudit.open(options())) {
            hash = stored.after(5).getFirst().hash();
        }
        tamper(
                "delete from audit_record where seq > 6",
                "delete from audit_checkpoint where last_seq > 6",
                "update head set audit_seq = 6, audit_hash = '" + hash + "'");
        assertBrokenAt(7);
    }

    @Test
    void nothingMoreIsSignedOnceTheStoreDeniesWhatWasPublished() throws Exception {
        record(4);
        List<Checkpoint> before = published();
        tamper("update audit_checkpoint set created_at = created_at + 1 where number = 1");
        record(5);
        assertEquals(before, published());
    }

    private AuditRetention retention(Database database) {
        return new AuditRetention(
                database.audit(),
                new CheckpointSigner(keys),
                new CheckpointFolder(published),
                RetentionPolicy.STANDARD,
                clock);
    }

    private static AuditHold hold(String namespace, Instant endsAt) {
        return new AuditHold(
                "case 7", "", List.of(namespace), null, null, "dispute", "ann", NOW, endsAt);
    }

    private static AuditEntry act(String verb) {
        return new AuditEntry("ann", List.of(), verb, "/audit/holds", "r", "", "api", "ok", "{}");
    }

    /** Opens as many days later and lets go what is over. */
    private long retire(int days) throws InterruptedException {
        now.set(NOW.plus(Duration.ofDays(days)));
        try (Database database = Database.open(options().withClock(clock))) {
            return retention(database).retire();
        }
    }

    @Test
    void whatIsOverIsLetGoAndTheRestIsStillIntact() throws Exception {
        record(7);
        assertEquals(0, retire(365));
        assertEquals(7, retire(366));
        record(2);
        Verification.Intact intact = assertInstanceOf(Verification.Intact.class, verify());
        assertEquals(7, intact.retired());
        assertEquals(3, intact.records(), "the act itself is recorded");
        assertEquals(3, intact.sealed());
        try (StoredAudit stored = StoredAudit.open(options())) {
            assertEquals(8, stored.after(0).getFirst().sequence());
            assertEquals("retire", stored.after(0).getFirst().entry().verb());
            assertEquals(
                    stored.retirementsAfter(0), new CheckpointFolder(published).readRetirements());
        }
        try (Database database = Database.open(options())) {
            assertInstanceOf(Verification.Intact.class, database.audit().verify());
            assertEquals(0, retention(database).retire(), "nothing goes twice");
        }
    }

    @Test
    void afterThatHarmIsStillNamed() throws Exception {
        record(6);
        retire(366);
        record(5);
        tamper("update audit_record set actor = 'eve' where seq = 11");
        assertBrokenAt(11);
        tamper("delete from audit_record where seq between 7 and 9");
        assertBrokenAt(7);
    }

    @Test
    void aStatementThatNobodySignedHidesNothing() throws Exception {
        record(6);
        List<Checkpoint> all = published();
        tamper(
                "delete from audit_record where seq between 4 and 6",
                "insert into audit_retirement values (1, %d, %d, 4, 6, 0, '%s', '%s', '%s')"
                        .formatted(
                                all.getLast().number(),
                                all.getLast().number(),
                                all.getLast().digest(),
                                all.getLast().keyId(),
                                all.getLast().signature()));
        try (StoredAudit stored = StoredAudit.open(options())) {
            ChainCheck check =
                    ChainCheck.against(all, stored.retirementsAfter(0), keys.getPublic());
            stored.after(0).forEach(check::add);
            assertEquals(
                    4, assertInstanceOf(Verification.Broken.class, stored.end(check)).sequence());
        }
    }

    @Test
    void whatAHoldFitsStaysWithItsWholeCheckpoint() throws Exception {
        record(3);
        try (Database database = Database.open(options());
                Checkpointer _ = start(database)) {
            database.audit()
                    .append(
                            new AuditEntry(
                                    "bob",
                                    List.of(),
                                    "get",
                                    "v1 secrets mall/x",
                                    "r",
                                    "",
                                    "api",
                                    "ok",
                                    "{}"));
            append(database, 2);
        }
        record(3);
        try (Database database = Database.open(options())) {
            database.audit().hold(hold("mall", NOW.plus(Duration.ofDays(400))), act("create"));
            assertEquals(List.of("case 7"), names(database));
        }
        assertEquals(6, retire(366), "all but the middle checkpoint");
        assertEquals(4, firstSequence());
        assertInstanceOf(Verification.Intact.class, verify());
        assertEquals(0, retire(399));
        assertEquals(3, retire(400), "the hold is over");
        try (Database database = Database.open(options())) {
            assertTrue(database.audit().lift("case 7", act("delete")));
            assertFalse(database.audit().lift("case 7", act("delete")));
            assertInstanceOf(Verification.Intact.class, database.audit().verify());
        }
    }

    private static List<String> names(Database database) {
        return database.audit().holds().stream().map(AuditHold::name).toList();
    }

    private long firstSequence() {
        try (StoredAudit stored = StoredAudit.open(options())) {
            return stored.after(0).getFirst().sequence();
        }
    }

    @Test
    void aHarmedRecordIsNotVouchedFor() throws Exception {
        try (Database database = Database.open(options())) {
            append(database, 5);
        }
        tamper("update audit_record set actor = 'eve' where seq = 2");
        record(1);
        assertTrue(published().isEmpty());
    }
}
