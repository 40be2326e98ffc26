package io.pinisi.federation.login;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential that was fetched: a bearer token, a client certificate, or both.
 *
 * @param value the bearer token, or null
 * @param certificate null where there is only a token
 * @param expiry when it ends
 */
public record Token(@Nullable String value, @Nullable Certificate certificate, Instant expiry) {
    /** For how long a credential is used that does not say when it ends. */
    static final Duration UNSAID = Duration.ofMinutes(10);

    /** Time for the requests that are under way when it is taken. */
    static final Duration MARGIN = Duration.ofMinutes(1);

    Token(String value, Instant expiry) {
        this(value, null, expiry);
    }

    /** A client certificate with its key, both in PEM. */
    public record Certificate(String chain, String key) {
        @Override
        public String toString() {
            return "Certificate";
        }
    }

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
