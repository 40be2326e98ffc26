package io.pinisi.federation.guard;

import java.time.Duration;

/**
 * When deletes are too many to go unasked.
 *
 * @param most copies in one cluster within {@code window} from which on they wait
 * @param gathering how long a delete waits for others that follow from the same change
 * @param caution how long after its return from a backup nothing goes from a cluster unasked
 */
public record FuseLimits(int most, Duration window, Duration gathering, Duration caution) {
    public static final FuseLimits DEFAULT =
            new FuseLimits(
                    20, Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofMinutes(10));

    public FuseLimits {
        if (most < 1) {
            throw new IllegalArgumentException("counts from 1");
        }
    }
}
