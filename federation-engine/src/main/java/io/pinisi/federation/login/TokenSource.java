package io.pinisi.federation.login;

import io.pinisi.cluster.machinery.error.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Has a good credential at any time, and fetches one only when it must. Thread-safe. */
public final class TokenSource {
    /** After a failure, what was said is said again for so long. */
    static final Duration PAUSE = Duration.ofSeconds(15);

    private final Supplier<Token> fetch;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Token token;
    private @Nullable ApiException failure;
    private Instant failed = Instant.MIN;

    /**
     * @param first one that may still be good, or null
     * @param fetch throws ApiException with words for people
     */
    TokenSource(@Nullable Token first, Supplier<Token> fetch, InstantSource clock) {
        this.token = first;
        this.fetch = fetch;
        this.clock = clock;
    }

    /**
     * The bearer token; null where the credential is a certificate alone.
     *
     * @throws ApiException there is none, and why
     */
    public @Nullable String get() {
        return current().value();
    }

    /**
     * @throws ApiException there is none, and why
     */
    public Token current() {
        lock.lock();
        try {
            Instant now = clock.instant();
            Token held = token;
            if (held != null && held.isFresh(now)) {
                return held;
            }
            ApiException before = failure;
            if (before != null && now.isBefore(failed.plus(PAUSE))) {
                return old(held, now, before);
            }
            try {
                Token fetched = fetch.get();
                token = fetched;
                failure = null;
                return fetched;
            } catch (ApiException e) {
                failure = e;
                failed = now;
                return old(held, now, e);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Token old(@Nullable Token held, Instant now, ApiException why) {
        if (held != null && held.isGood(now)) {
            return held;
        }
        throw why;
    }
}
