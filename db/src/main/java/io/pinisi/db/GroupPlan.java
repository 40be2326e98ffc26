package io.pinisi.db;

import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import io.pinisi.db.revision.Write.Precondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What one group of submissions comes to: decided from the head and the newest state of the keys it
 * touches, without a look at the database. Each write is judged against the writes before it in the
 * same group.
 */
final class GroupPlan {
    /** A key's newest revision. */
    record LiveKey(long number, long createdAt) {}

    /** A write that is taken. */
    record Taken(Submission.Put put, Revision revision) {}

    /** A write that found another state; {@code found} is what is there, if anything is. */
    record Refused(Submission.Put put, @Nullable LiveKey found) {}

    /** A record that stands alone. */
    record Noted(Submission.Note note, AuditRecord chained) {}

    private final Map<String, LiveKey> before;
    private final Map<String, @Nullable LiveKey> after = new LinkedHashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Noted> noted = new ArrayList<>();
    private final List<AuditRecord> records = new ArrayList<>();
    private final Instant now;
    private Head head;

    private GroupPlan(Head head, Map<String, LiveKey> before, Instant now) {
        this.head = head;
        this.before = before;
        this.now = now;
    }

    static GroupPlan of(
            Head head,
            Map<String, LiveKey> before,
            List<Submission.Grouped> submissions,
            Instant now) {
        GroupPlan plan = new GroupPlan(head, new HashMap<>(before), now);
        for (Submission.Grouped submission : submissions) {
            switch (submission) {
                case Submission.Put put -> plan.judge(put);
                case Submission.Note note ->
                        plan.noted.add(
                                new Noted(note, plan.chain(note.entry(), OptionalLong.empty())));
            }
        }
        return plan;
    }

    /** The chain's next record, for a change outside the log. */
    static GroupPlan ofRecord(Head head, AuditEntry entry, Instant now) {
        GroupPlan plan = new GroupPlan(head, Map.of(), now);
        plan.chain(entry, OptionalLong.empty());
        return plan;
    }

    private void judge(Submission.Put put) {
        Write write = put.write();
        LiveKey found =
                after.containsKey(write.key()) ? after.get(write.key()) : before.get(write.key());
        if (!holds(write.precondition(), found)) {
            refused.add(new Refused(put, found));
            return;
        }
        long number = head.revision() + 1;
        long createdAt = found == null ? number : found.createdAt();
        Revision revision =
                new Revision(number, write.key(), write.operation(), write.value(), createdAt);
        after.put(
                write.key(),
                write.operation() == Revision.Operation.DELETE
                        ? null
                        : new LiveKey(number, createdAt));
        head =
                new Head(
                        head.epoch(),
                        number,
                        head.compacted(),
                        head.auditSequence(),
                        head.auditHash());
        taken.add(new Taken(put, revision));
        if (write.audit() != null) {
            chain(write.audit(), OptionalLong.of(number));
        }
    }

    private static boolean holds(Precondition precondition, @Nullable LiveKey found) {
        return switch (precondition) {
            case Precondition.Absent() -> found == null;
            case Precondition.At(long revision) -> found != null && found.number() == revision;
        };
    }

    private AuditRecord chain(AuditEntry entry, OptionalLong revision) {
        AuditRecord link =
                AuditChain.link(head.auditHash(), head.auditSequence() + 1, now, entry, revision);
        records.add(link);
        head =
                new Head(
                        head.epoch(),
                        head.revision(),
                        head.compacted(),
                        link.sequence(),
                        link.hash());
        return link;
    }

    /** The head once the group is committed. */
    Head head() {
        return head;
    }

    Instant now() {
        return now;
    }

    List<Taken> taken() {
        return taken;
    }

    List<Refused> refused() {
        return refused;
    }

    List<Noted> noted() {
        return noted;
    }

    List<AuditRecord> records() {
        return records;
    }

    boolean isEmpty() {
        return taken.isEmpty() && records.isEmpty();
    }

    /** Keys that come into being. */
    Map<String, LiveKey> created() {
        Map<String, LiveKey> keys = new LinkedHashMap<>();
        after.forEach(
                (key, state) -> {
                    if (state != null && !before.containsKey(key)) {
                        keys.put(key, state);
                    }
                });
        return keys;
    }

    /** Keys that were there and still are. */
    Map<String, LiveKey> updated() {
        Map<String, LiveKey> keys = new LinkedHashMap<>();
        after.forEach(
                (key, state) -> {
                    if (state != null && before.containsKey(key)) {
                        keys.put(key, state);
                    }
                });
        return keys;
    }

    /** Keys that were there and are no more. */
    List<String> deleted() {
        return after.entrySet().stream()
                .filter(entry -> entry.getValue() == null && before.containsKey(entry.getKey()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
