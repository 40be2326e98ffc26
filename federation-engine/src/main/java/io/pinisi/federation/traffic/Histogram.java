package io.pinisi.federation.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Durations in a fixed set of buckets: all there ever were, for Prometheus, and those of the last
 * ten minutes, for people. A quantile is read off within its bucket. Thread-safe; guarded by {@code
 * this}.
 */
final class Histogram {
    /** Upper bounds in seconds; one bucket more has none. */
    static final double[] BOUNDS = {
        0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300
    };

    static final Duration SLOT = Duration.ofSeconds(20);
    static final int SLOTS = 30;

    private final long[] all = new long[BOUNDS.length + 1];
    private final long[][] recent = new long[SLOTS][];
    private final long[] slotOf = new long[SLOTS];
    private double seconds;

    /**
     * What is known at one moment.
     *
     * @param buckets how many there were in each bucket, ever
     */
    record Reading(long[] buckets, double seconds) {
        long count() {
            long count = 0;
            for (long bucket : buckets) {
                count += bucket;
            }
            return count;
        }
    }

    synchronized void record(Duration took, Instant now) {
        double value = Math.max(0, took.toNanos() / 1e9);
        int bucket = 0;
        while (bucket < BOUNDS.length && value > BOUNDS[bucket]) {
            bucket++;
        }
        all[bucket]++;
        seconds += value;
        slot(now)[bucket]++;
    }

    private long[] slot(Instant now) {
        long number = number(now);
        int index = Math.floorMod(number, SLOTS);
        long[] slot = recent[index];
        if (slot == null || slotOf[index] != number) {
            slot = new long[BOUNDS.length + 1];
            recent[index] = slot;
            slotOf[index] = number;
        }
        return slot;
    }

    private static long number(Instant now) {
        return Math.floorDiv(now.toEpochMilli(), SLOT.toMillis());
    }

    synchronized Reading reading() {
        return new Reading(all.clone(), seconds);
    }

    /** How many there were in the last slots, this one included. */
    synchronized long countOfLast(int slots, Instant now) {
        long count = 0;
        for (long bucket : sum(slots, now)) {
            count += bucket;
        }
        return count;
    }

    /** Of the whole window; empty where nothing happened in it. */
    synchronized Optional<Duration> quantile(double share, Instant now) {
        long[] sums = sum(SLOTS, now);
        long count = 0;
        for (long bucket : sums) {
            count += bucket;
        }
        if (count == 0) {
            return Optional.empty();
        }
        double rank = share * count;
        double below = 0;
        for (int i = 0; i < sums.length; i++) {
            if (below + sums[i] >= rank && sums[i] > 0) {
                double low = i == 0 ? 0 : BOUNDS[i - 1];
                double high = i < BOUNDS.length ? BOUNDS[i] : BOUNDS[BOUNDS.length - 1];
                double value = low + (high - low) * (rank - below) / sums[i];
                return Optional.of(Duration.ofNanos(Math.round(value * 1e9)));
            }
            below += sums[i];
        }
        throw new IllegalStateException("a share is at most 1, not " + share);
    }

    private long[] sum(int slots, Instant now) {
        long[] sums = new long[BOUNDS.length + 1];
        long last = number(now);
        for (int index = 0; index < SLOTS; index++) {
            long @Nullable [] slot = recent[index];
            if (slot == null || slotOf[index] > last || slotOf[index] <= last - slots) {
                continue;
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i] += slot[i];
            }
        }
        return sums;
    }
}
