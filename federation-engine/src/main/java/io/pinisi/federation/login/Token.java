package io.pinisi.federation.login;

import java.time.Duration;
import java.time.Instant;

/**
 * A bearer token.
 *
 * @param expiry when it ends
 */
record Token(String value, Instant expiry) {
    /** For how long a token is used that does not say when it ends. */
    static final Duration UNSAID = Duration.ofMinutes(10);

    /** Time for the requests that are under way when it is taken. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    boolean isFresh(Instant now) {
        return now.isBefore(expiry.minus(MARGIN));
    }

    boolean isGood(Instant now) {
        return now.isBefore(expiry);
    }

    @Override
    public String toString() {
        return "Token[until " + expiry + "]";
    }
}
