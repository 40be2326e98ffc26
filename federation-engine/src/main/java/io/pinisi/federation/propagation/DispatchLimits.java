package io.pinisi.federation.propagation;

import io.pinisi.cluster.controller.RateLimits;
import java.time.Duration;

/**
 * How one member is written to.
 *
 * @param workers writes to one member at a time
 * @param retries how soon an object that was refused is tried again
 * @param breakerFailures failed connections in a row until the member is left alone for a while
 * @param breakerFirst for how long at first, doubled up to {@code breakerMost}
 * @param goneCheck how often a deleted object is looked for until it is gone
 * @param driftFirst how long a second correction of one object waits, doubled up to {@code
 *     driftMost}, so that two managers who disagree do not fight at full speed
 */
public record DispatchLimits(
        int workers,
        RateLimits retries,
        int breakerFailures,
        Duration breakerFirst,
        Duration breakerMost,
        Duration goneCheck,
        Duration driftFirst,
        Duration driftMost) {
    public static final DispatchLimits DEFAULT =
            new DispatchLimits(
                    8,
                    new RateLimits(Duration.ofMillis(250), Duration.ofSeconds(30), 200, 1000),
                    3,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(200),
                    Duration.ofMillis(200),
                    Duration.ofMinutes(1));
}
