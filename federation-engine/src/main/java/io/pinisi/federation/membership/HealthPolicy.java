package io.pinisi.federation.membership;

import java.time.Duration;

/**
 * How a member's health is judged.
 *
 * @param failures bad probes in a row until a Ready member is not Ready any more
 * @param successes good probes in a row until it is Ready again
 * @param inventoryInterval how often nodes and capacity are written at most
 */
public record HealthPolicy(
        Duration interval, int failures, int successes, Duration inventoryInterval) {
    public static final HealthPolicy DEFAULT =
            new HealthPolicy(Duration.ofSeconds(2), 3, 1, Duration.ofSeconds(10));

    public HealthPolicy {
        if (failures < 1 || successes < 1) {
            throw new IllegalArgumentException("thresholds count from 1");
        }
    }
}
