package io.pinisi.federation.propagation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Leaves a member alone for a short while when connecting to it failed several times in a row. */
final class Breaker {
    private final DispatchLimits limits;
    private final InstantSource clock;
    private int failures;
    private Duration wait;
    private Instant openUntil = Instant.MIN;

    Breaker(DispatchLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.wait = limits.breakerFirst();
    }

    /** How long to wait still; zero where tries are welcome. */
    synchronized Duration remaining() {
        Instant now = clock.instant();
        return now.isBefore(openUntil) ? Duration.between(now, openUntil) : Duration.ZERO;
    }

    synchronized void failed() {
        failures++;
        if (failures >= limits.breakerFailures() && remaining().isZero()) {
            openUntil = clock.instant().plus(wait);
            Duration longer = wait.multipliedBy(2);
            wait = longer.compareTo(limits.breakerMost()) > 0 ? limits.breakerMost() : longer;
        }
    }

    synchronized void succeeded() {
        failures = 0;
        wait = limits.breakerFirst();
        openUntil = Instant.MIN;
    }
}
