package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Puts a first drift right at once, and repeated ones of the same object at growing distances. */
final class DriftDamper {
    private static final int DOUBLINGS_MAX = 20;
    private final DispatchLimits limits;
    private final InstantSource clock;
    private final Map<Template, Corrected> corrections = new ConcurrentHashMap<>();

    private record Corrected(String resourceVersion, int count, Instant last) {}

    DriftDamper(DispatchLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether this very state was corrected already, and only its event is still to come. */
    boolean isCorrected(Template template, ObservedObject seen) {
        Corrected corrected = corrections.get(template);
        return corrected != null && corrected.resourceVersion().equals(seen.resourceVersion());
    }

    /** How long the next correction has to wait; zero for the first in a while. */
    Duration remaining(Template template) {
        Corrected corrected = corrections.get(template);
        if (corrected == null || corrected.count() < 2) {
            return Duration.ZERO;
        }
        int doublings = Math.min(corrected.count() - 2, DOUBLINGS_MAX);
        Duration wait = limits.driftFirst().multipliedBy(1L << doublings);
        Duration bounded = wait.compareTo(limits.driftMost()) > 0 ? limits.driftMost() : wait;
        Duration left = Duration.between(clock.instant(), corrected.last().plus(bounded));
        return left.isNegative() ? Duration.ZERO : left;
    }

    void corrected(Template template, ObservedObject seen) {
        Instant now = clock.instant();
        corrections.merge(
                template,
                new Corrected(seen.resourceVersion(), 1, now),
                (before, fresh) -> {
                    boolean calm = now.isAfter(before.last().plus(limits.driftMost()));
                    int count = calm ? 1 : before.count() + 1;
                    return new Corrected(seen.resourceVersion(), count, now);
                });
    }

    void forget(Template template) {
        corrections.remove(template);
    }
}
