package io.pinisi.cluster.controller.event;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decides what becomes of an event: repetitions of one event are counted on it, many similar ones
 * are told as one, and an object that never stops is silenced. Confined to one thread.
 */
final class EventCorrelator {
    private static final String COMBINED = "(combined from similar events): ";

    private final EventLimits limits;
    private final Map<Told.About, Bucket> buckets;
    private final Map<Group, Similar> groups;
    private final Map<Same, Counted> known;

    /** What to do with an event. */
    sealed interface Decision {
        record Create(Told told, Same same) implements Decision {}

        record Count(Told told, Same same, Counted event) implements Decision {}

        record Drop() implements Decision {}
    }

    /** Events of one reason about one object. */
    private record Group(Told.About about, EventRecorder.Type type, String reason) {}

    /** Events that are the same but for the moment. */
    record Same(Told.About about, EventRecorder.Type type, String reason, String message) {}

    /** An event that exists, and how often it was told. */
    record Counted(String name, int count) {}

    private record Bucket(double tokens, Instant refilled) {}

    private record Similar(Set<String> messages, Instant last) {}

    EventCorrelator(EventLimits limits) {
        this.limits = limits;
        this.buckets = recentlyUsed();
        this.groups = recentlyUsed();
        this.known = recentlyUsed();
    }

    private <K, V> Map<K, V> recentlyUsed() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limits.remembered();
            }
        };
    }

    Decision decide(Told told) {
        Told.About about = told.about().anyRevision();
        if (!takeToken(about, told.moment())) {
            return new Decision.Drop();
        }
        boolean combined = isOneOfTooMany(about, told);
        Told said = combined ? told.saying(COMBINED + told.message()) : told;
        Same same =
                new Same(about, told.type(), told.reason(), combined ? COMBINED : told.message());
        Counted before = known.get(same);
        return before == null
                ? new Decision.Create(said, same)
                : new Decision.Count(said, same, before);
    }

    /** Remembers what was written. */
    void wrote(Same same, Counted event) {
        known.put(same, event);
    }

    /** Forgets an event that is gone. */
    void lost(Same same) {
        known.remove(same);
    }

    private boolean takeToken(Told.About about, Instant now) {
        Bucket bucket = buckets.getOrDefault(about, new Bucket(limits.burst(), now));
        double refilled =
                (double) Duration.between(bucket.refilled(), now).toMillis()
                        / limits.refill().toMillis();
        double tokens = Math.min(limits.burst(), bucket.tokens() + Math.max(0, refilled));
        boolean granted = tokens >= 1;
        buckets.put(about, new Bucket(granted ? tokens - 1 : tokens, now));
        return granted;
    }

    private boolean isOneOfTooMany(Told.About about, Told told) {
        Group group = new Group(about, told.type(), told.reason());
        Similar similar = groups.get(group);
        if (similar == null
                || similar.last().plus(limits.similarWithin()).isBefore(told.moment())) {
            similar = new Similar(new HashSet<>(), told.moment());
        }
        if (similar.messages().size() < limits.similar()
                || similar.messages().contains(told.message())) {
            similar.messages().add(told.message());
            groups.put(group, new Similar(similar.messages(), told.moment()));
            return false;
        }
        groups.put(group, new Similar(similar.messages(), told.moment()));
        return true;
    }
}
