package io.pinisi.cluster.authn.oidc;

import java.time.Duration;

/**
 * How an issuer is asked for its keys.
 *
 * @param fresh how long keys are used before they are read again, so that withdrawn ones end
 * @param pause least time between two questions, whatever tokens ask for
 * @param stale how long keys still count while the issuer does not answer
 * @param patience for one answer
 * @param bytes largest document
 * @param keys most keys of one issuer
 */
public record KeyLimits(
        Duration fresh, Duration pause, Duration stale, Duration patience, int bytes, int keys) {
    public static final KeyLimits STANDARD =
            new KeyLimits(
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(10),
                    Duration.ofHours(12),
                    Duration.ofSeconds(5),
                    512 * 1024,
                    100);
}
