package io.pinisi.federation.guard;

import java.time.Duration;

/**
 * When deletes are too many to go unasked.
 *
 * @param most copies in one cluster within {@code window} from which on they wait
 * @param gathering how long a delete waits for others that follow from the same change
 */
public record FuseLimits(int most, Duration window, Duration gathering) {
    public static final FuseLimits DEFAULT =
            new FuseLimits(20, Duration.ofSeconds(30), Duration.ofSeconds(1));

    public FuseLimits {
        if (most < 1) {
            throw new IllegalArgumentException("counts from 1");
        }
    }
}
