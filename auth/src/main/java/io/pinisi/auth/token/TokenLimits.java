package io.pinisi.auth.token;

import java.time.Duration;

/**
 * How many tokens, and for how long.
 *
 * @param longest lifetime of a token
 * @param perPerson that live at a time
 * @param signInWithin how long after the last sign-in a provider's person still counts; who has
 *     left never signs in again
 * @param keptAfterEnd how long an ended token stays listed
 */
public record TokenLimits(
        Duration longest, int perPerson, Duration signInWithin, Duration keptAfterEnd) {
    public static final TokenLimits STANDARD =
            new TokenLimits(Duration.ofDays(180), 30, Duration.ofDays(30), Duration.ofDays(90));
}
