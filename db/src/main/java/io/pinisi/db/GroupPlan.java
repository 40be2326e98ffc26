package io.pinisi.db;

import io.pinisi.db.LiveKeys.LiveKey;
import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import io.pinisi.db.revision.Write.Precondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
    /** Tells the newest revision of a key before the group. */
    interface LiveState {
        /** Null where the key does not exist. */
        @Nullable LiveKey newest(String key);
    }

    /** A write that is taken. */
    record Taken(Submission.Put put, Revision revision) {}

    /** A write that found another state; {@code found} is what is there, if anything is. */
    record Refused(Submission.Put put, @Nullable LiveKey found) {}

    /** A record that stands alone. */
    record Noted(Submission.Note note, AuditRecord chained) {}

    private final Head before;
    private final LiveState live;
    private final Map<String, @Nullable LiveKey> changed = new HashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();
    private final List<Noted> noted = new ArrayList<>();
    private final List<AuditRecord> records = new ArrayList<>();
    private final Instant now;
    private Head head;

    private GroupPlan(Head head, LiveState live, Instant now) {
        this.before = head;
        this.head = head;
        this.live = live;
        this.now = now;
    }

    static GroupPlan of(
            Head head, LiveState live, List<Submission.Grouped> submissions, Instant now) {
        GroupPlan plan = new GroupPlan(head, live, now);
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
        GroupPlan plan = new GroupPlan(head, key -> null, now);
        plan.chain(entry, OptionalLong.empty());
        return plan;
    }

    private void judge(Submission.Put put) {
        Write write = put.write();
        LiveKey found =
                changed.containsKey(write.key())
                        ? changed.get(write.key())
                        : live.newest(write.key());
        if (!holds(write.precondition(), found)) {
            refused.add(new Refused(put, found));
            return;
        }
        long number = head.revision() + 1;
        long createdAt = found == null ? number : found.createdAt();
        Revision revision =
                new Revision(number, write.key(), write.operation(), write.value(), createdAt);
        changed.put(
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

    /** What the group adds; the head behind it is the head once the group is committed. */
    Batch batch() {
        return new Batch(
                before,
                head,
                taken.stream()
                        .map(
                                one ->
                                        new Batch.Row(
                                                one.revision(),
                                                one.put().write().origin(),
                                                now.toEpochMilli()))
                        .toList(),
                records);
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

    boolean isEmpty() {
        return taken.isEmpty() && records.isEmpty();
    }
}
