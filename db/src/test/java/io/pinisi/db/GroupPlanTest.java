package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.LiveKeys.LiveKey;
import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GroupPlanTest {
    private static final Head HEAD = new Head(1, 10, 0, 0, AuditChain.GENESIS);
    private static final Write.Origin ORIGIN = new Write.Origin("tester", "r");
    private static final byte[] VALUE = {1};
    private static final AuditEntry ENTRY =
            new AuditEntry("ann", List.of(), "create", "/a", "r", "::1", "api", "allowed", "{}");

    private static GroupPlan plan(Map<String, LiveKey> before, Write... writes) {
        List<Submission.Grouped> group =
                Arrays.stream(writes)
                        .<Submission.Grouped>map(
                                write -> new Submission.Put(write, new CompletableFuture<>()))
                        .toList();
        return GroupPlan.of(HEAD, before::get, group, Instant.EPOCH);
    }

    @Test
    void aRefusedWriteTakesNoRevisionAndFailsNoNeighbour() {
        GroupPlan plan =
                plan(
                        Map.of("/b", new LiveKey(4, 2)),
                        Write.create("/a", VALUE, ORIGIN, null),
                        Write.create("/b", VALUE, ORIGIN, null),
                        Write.update("/b", VALUE, 4, ORIGIN, null));
        assertEquals(2, plan.taken().size());
        assertEquals(new LiveKey(4, 2), plan.refused().getFirst().found());
        assertEquals(12, plan.batch().after().revision());
        LiveChanges changes = LiveChanges.of(plan.batch().revisions());
        assertEquals(List.of("/a"), changes.created().stream().map(Revision::key).toList());
        assertEquals(List.of(12L), changes.updated().stream().map(Revision::number).toList());
        assertEquals(2, changes.updated().getFirst().createdAt());
    }

    @Test
    void writesOfOneGroupSeeEachOther() {
        GroupPlan plan =
                plan(
                        Map.of(),
                        Write.create("/a", VALUE, ORIGIN, null),
                        Write.update("/a", VALUE, 11, ORIGIN, null),
                        Write.create("/a", VALUE, ORIGIN, null),
                        Write.delete("/a", 12, ORIGIN, null));
        assertEquals(3, plan.taken().size());
        assertEquals(1, plan.refused().size());
        assertEquals(11, plan.taken().getLast().revision().createdAt());
        assertEquals(
                new LiveChanges(List.of(), List.of(), List.of()),
                LiveChanges.of(plan.batch().revisions()),
                "the key was not there before the group either");
    }

    @Test
    void aKeyDeletedAndMadeAnewIsUpdatedWithANewCreation() {
        GroupPlan plan =
                plan(
                        Map.of("/a", new LiveKey(3, 1)),
                        Write.delete("/a", 3, ORIGIN, null),
                        Write.create("/a", VALUE, ORIGIN, null));
        LiveChanges changes = LiveChanges.of(plan.batch().revisions());
        assertEquals(12, changes.updated().getFirst().createdAt());
        assertTrue(changes.created().isEmpty() && changes.deleted().isEmpty());
    }

    @Test
    void onlyTakenWritesAreChained() {
        GroupPlan plan =
                plan(
                        Map.of(),
                        Write.create("/a", VALUE, ORIGIN, ENTRY),
                        Write.create("/a", VALUE, ORIGIN, ENTRY),
                        Write.create("/b", VALUE, ORIGIN, ENTRY));
        assertEquals(2, plan.batch().records().size());
        assertEquals(OptionalLong.of(12), plan.batch().records().getLast().revision());
        assertEquals(2, plan.batch().after().auditSequence());
        assertEquals(plan.batch().records().getLast().hash(), plan.batch().after().auditHash());
    }

    @Test
    void aGroupOfRefusalsNeedsNoTransaction() {
        assertTrue(plan(Map.of(), Write.delete("/a", 3, ORIGIN, null)).isEmpty());
    }
}
