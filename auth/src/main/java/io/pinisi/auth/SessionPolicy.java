package io.pinisi.auth;

import java.time.Duration;

/**
 * How long a session lasts.
 *
 * @param idle without a request of the person's own (heart beats do not count)
 * @param absolute since the sign-in, however busy
 */
public record SessionPolicy(Duration idle, Duration absolute) {
    public static final SessionPolicy DEFAULT =
            new SessionPolicy(Duration.ofMinutes(30), Duration.ofHours(12));

    public SessionPolicy {
        if (!idle.isPositive() || absolute.compareTo(idle) < 0) {
            throw new IllegalArgumentException("0 < idle <= absolute");
        }
    }
}
