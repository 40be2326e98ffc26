package io.pinisi.federation.failover;

import java.time.Duration;

/**
 * How patient the engine is where a policy says nothing.
 *
 * @param toleration how long a cluster that is not ready keeps its objects; the detection before it
 *     is already damped
 * @param grace how long new copies may take to become healthy before the old is given up anyway
 * @param settling how long a cluster that came back is only looked at before anything is deleted in
 *     it
 * @param stranding how long replicas may find no node before they are placed in another cluster
 */
public record FailoverPolicy(
        Duration toleration, Duration grace, Duration settling, Duration stranding) {
    public static final FailoverPolicy DEFAULT =
            new FailoverPolicy(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(3),
                    Duration.ofMinutes(5));
}
