package io.pinisi.cluster.controller;

import java.time.Duration;

/**
 * How soon failed work is tried again: each key by its own growing wait, all of them together by a
 * bucket.
 *
 * @param first wait after a key's first failure; doubled with each further one up to {@code last}
 * @param perSecond retries that the bucket grants each second
 * @param burst retries that a full bucket grants at once
 */
public record RateLimits(Duration first, Duration last, double perSecond, int burst) {
    /** As controllers have it everywhere, but with a minute as the longest wait. */
    public static final RateLimits STANDARD =
            new RateLimits(Duration.ofMillis(5), Duration.ofMinutes(1), 10, 100);

    /** {@code failures} counts from 1. */
    Duration waitAfter(int failures) {
        int doublings = Math.min(failures - 1, 40);
        double nanos = first.toNanos() * Math.pow(2, doublings);
        return nanos >= last.toNanos() ? last : Duration.ofNanos((long) nanos);
    }
}
