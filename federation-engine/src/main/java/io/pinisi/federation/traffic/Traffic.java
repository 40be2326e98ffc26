package io.pinisi.federation.traffic;

import io.pinisi.federation.placement.Template;
import io.pinisi.federation.traffic.TrafficReport.Latency;
import io.pinisi.federation.traffic.TrafficReport.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what happens to the objects of one member. An object waits, is in hand, and either
 * waits again or is done; a write is measured from the change on the hub that it follows from, or,
 * where that was answered already, from when the object began to wait. Thread-safe; of one object
 * only one worker tells at a time.
 */
public final class Traffic {
    /** Slots that the rate is reckoned over. */
    private static final int RATE_SLOTS = 3;

    private final String cluster;
    private final Beginnings beginnings;
    private final InstantSource clock;
    private final Map<Template, Instant> waiting = new ConcurrentHashMap<>();
    private final Map<Template, Instant> inHand = new ConcurrentHashMap<>();
    private final Map<Template, Instant> answered = new ConcurrentHashMap<>();
    private final Map<Template, Flight> flights = new ConcurrentHashMap<>();
    private final Histogram applied = new Histogram();
    private final Histogram visible = new Histogram();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile @Nullable Trouble trouble;

    /**
     * What is on its way.
     *
     * @param hash of what was sent, by which it is known again
     */
    private record Flight(Instant began, String hash) {}

    public Traffic(String cluster, Beginnings beginnings, InstantSource clock) {
        this.cluster = cluster;
        this.beginnings = beginnings;
        this.clock = clock;
    }

    /** It waits from now on, if it did not already. */
    public void waits(Template template) {
        waiting.putIfAbsent(template, clock.instant());
    }

    /** A worker has it. */
    public void taken(Template template) {
        Instant since = waiting.remove(template);
        inHand.put(template, since == null ? clock.instant() : since);
    }

    /** The worker is done with it for good. */
    public void settled(Template template) {
        inHand.remove(template);
    }

    /** The worker will look again: it has waited all the while. */
    public void postponed(Template template) {
        Instant since = inHand.remove(template);
        if (since != null) {
            waiting.merge(template, since, (one, other) -> one.isBefore(other) ? one : other);
        }
    }

    /** Said before the write, so that the member's word of it cannot come too early. */
    public void writes(Template template, String hash) {
        Instant now = clock.instant();
        Instant began =
                beginnings
                        .of(template)
                        .filter(change -> !change.equals(answered.get(template)))
                        .orElseGet(() -> inHand.getOrDefault(template, now));
        flights.put(template, new Flight(began, hash));
    }

    /** The member has answered. */
    public void written(Template template, String hash) {
        Flight flight = flights.get(template);
        Instant now = clock.instant();
        Instant began =
                flight != null && flight.hash().equals(hash)
                        ? flight.began()
                        : inHand.getOrDefault(template, now);
        applied.record(Duration.between(began, now), now);
    }

    /** The member has what the hub wants; its next write follows from something new. */
    public void upToDate(Template template) {
        beginnings.of(template).ifPresent(change -> answered.put(template, change));
    }

    /** The member shows the object. */
    public void seen(Template template, String hash) {
        Flight flight = flights.get(template);
        if (flight != null && flight.hash().equals(hash) && flights.remove(template, flight)) {
            Instant now = clock.instant();
            visible.record(Duration.between(flight.began(), now), now);
        }
    }

    public void deleted() {
        deletes.increment();
    }

    public void failed(Template template, String message) {
        flights.remove(template);
        failures.increment();
        trouble = new Trouble(template, message, clock.instant());
    }

    /** It is none of this member's any more. */
    public void forget(Template template) {
        answered.remove(template);
        flights.remove(template);
    }

    public TrafficReport report() {
        Instant now = clock.instant();
        long writes = applied.reading().count();
        double seconds = Histogram.SLOT.toMillis() * RATE_SLOTS / 1e3;
        return new TrafficReport(
                cluster,
                waiting.size(),
                waiting.entrySet().stream()
                        .min(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                        .map(one -> new Waiting(one.getKey(), one.getValue())),
                inHand.size(),
                applied.countOfLast(RATE_SLOTS, now) / seconds,
                Latency.of(applied, now),
                Latency.of(visible, now),
                writes,
                deletes.sum(),
                failures.sum(),
                Optional.ofNullable(trouble));
    }

    /** For {@link TrafficText}. */
    Histogram.Reading applied() {
        return applied.reading();
    }

    /** For {@link TrafficText}. */
    Histogram.Reading visible() {
        return visible.reading();
    }
}
