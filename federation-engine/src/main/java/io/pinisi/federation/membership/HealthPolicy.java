package io.pinisi.federation.membership;

import java.time.Duration;

/**
 * How a member's health is judged.
 *
 * @param interval from the beginning of one probe to that of the next
 * @param timeout after which a probe counts as unanswered; with {@code failures} it bounds how long
 *     a member that swallows packets goes unnoticed
 * @param failures bad probes in a row until a Ready member is not Ready any more
 * @param successes good probes in a row until it is Ready again
 * @param inventoryInterval how often nodes and capacity are written at most
 */
public record HealthPolicy(
        Duration interval,
        Duration timeout,
        int failures,
        int successes,
        Duration inventoryInterval) {
    public static final HealthPolicy DEFAULT =
            new HealthPolicy(
                    Duration.ofSeconds(2), Duration.ofSeconds(3), 3, 1, Duration.ofSeconds(10));

    public HealthPolicy {
        if (failures < 1 || successes < 1) {
            throw new IllegalArgumentException("thresholds count from 1");
        }
    }
}
