package io.pinisi.federation.evidence;

import io.pinisi.db.audit.AuditRecord;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When each person acted last before a moment; a group is used by whoever was in it then. */
public final class LastUse {
    private final Map<String, Act> people = new HashMap<>();
    private final Map<String, Act> groups = new HashMap<>();

    /** The newest act. */
    public record Act(
            Instant at, String actor, String verb, String object, String result, long sequence) {}

    /**
     * @param newest of each person one
     */
    LastUse(List<AuditRecord> newest) {
        for (AuditRecord chained : newest) {
            var entry = chained.entry();
            Act act =
                    new Act(
                            chained.recordedAt(),
                            entry.actor(),
                            entry.verb(),
                            entry.object(),
                            entry.result(),
                            chained.sequence());
            people.put(entry.actor(), act);
            entry.groups().forEach(group -> groups.merge(group, act, LastUse::newer));
        }
    }

    private static Act newer(Act one, Act other) {
        return one.sequence() > other.sequence() ? one : other;
    }

    Optional<Act> of(Right right) {
        Map<String, Act> acts = right.kind().equals("Group") ? groups : people;
        return Optional.ofNullable(acts.get(right.subject()));
    }
}
