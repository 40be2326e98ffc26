package io.pinisi.cluster.controller;

import java.time.Duration;
import java.time.Instant;

/** A token bucket that never refuses but says how long to wait. Confined to its owner's lock. */
final class RetryBucket {
    private final RateLimits limits;
    private double tokens;
    private Instant refilled;

    RetryBucket(RateLimits limits, Instant now) {
        this.limits = limits;
        this.tokens = limits.burst();
        this.refilled = now;
    }

    /** Takes one token, in advance where there is none, and returns the wait until it is due. */
    Duration reserve(Instant now) {
        double seconds = Math.max(0, Duration.between(refilled, now).toNanos() / 1e9);
        tokens = Math.min(limits.burst(), tokens + seconds * limits.perSecond());
        refilled = now;
        tokens -= 1;
        return tokens >= 0
                ? Duration.ZERO
                : Duration.ofNanos((long) (-tokens / limits.perSecond() * 1e9));
    }
}
