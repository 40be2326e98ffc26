package io.pinisi.federation.placement;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a taint that drives objects away is borne, and what time it is.
 *
 * @param unsaid how long a cluster that is not ready keeps its objects where the policy says
 *     nothing
 */
public record Patience(Instant now, Duration unsaid) {
    /** No time passes: for previews, where nothing is anywhere yet. */
    public static final Patience ENDLESS = new Patience(Instant.EPOCH, Duration.ofDays(36_500));
}
