package io.pinisi.db.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records whatever their age; what is null or empty is no condition.
 *
 * @param actor whose acts
 * @param namespaces whose objects, in any of them
 * @param from first time of the records, inclusive
 * @param until last time of the records, exclusive
 * @param endsAt when the hold itself is over
 */
public record AuditHold(
        String name,
        String actor,
        List<String> namespaces,
        @Nullable Instant from,
        @Nullable Instant until,
        String reason,
        String placedBy,
        Instant placedAt,
        @Nullable Instant endsAt) {
    public AuditHold {
        namespaces = List.copyOf(namespaces);
    }

    /** Whether it still holds. */
    public boolean standsAt(Instant moment) {
        return endsAt == null || moment.isBefore(endsAt);
    }
}
