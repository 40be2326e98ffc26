package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.db.GroupPlan.LiveKey;
import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
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
        return GroupPlan.of(HEAD, before, group, Instant.EPOCH);
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
        assertEquals(12, plan.head().revision());
        assertEquals(Map.of("/a", new LiveKey(11, 11)), plan.created());
        assertEquals(Map.of("/b", new LiveKey(12, 2)), plan.updated());
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
        assertTrue(plan.created().isEmpty() && plan.updated().isEmpty());
        assertTrue(plan.deleted().isEmpty(), "the key was not there before the group either");
    }

    @Test
    void aKeyDeletedAndMadeAnewIsUpdatedWithANewCreation() {
        GroupPlan plan =
                plan(
                        Map.of("/a", new LiveKey(3, 1)),
                        Write.delete("/a", 3, ORIGIN, null),
                        Write.create("/a", VALUE, ORIGIN, null));
        assertEquals(Map.of("/a", new LiveKey(12, 12)), plan.updated());
        assertTrue(plan.created().isEmpty());
    }

    @Test
    void onlyTakenWritesAreChained() {
        GroupPlan plan =
                plan(
                        Map.of(),
                        Write.create("/a", VALUE, ORIGIN, ENTRY),
                        Write.create("/a", VALUE, ORIGIN, ENTRY),
                        Write.create("/b", VALUE, ORIGIN, ENTRY));
        assertEquals(2, plan.records().size());
        assertEquals(OptionalLong.of(12), plan.records().getLast().revision());
        assertEquals(2, plan.head().auditSequence());
        assertEquals(plan.records().getLast().hash(), plan.head().auditHash());
    }

    @Test
    void aGroupOfRefusalsNeedsNoTransaction() {
        assertTrue(plan(Map.of(), Write.delete("/a", 3, ORIGIN, null)).isEmpty());
    }
}
