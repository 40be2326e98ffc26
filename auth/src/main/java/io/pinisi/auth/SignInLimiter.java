package io.pinisi.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts failed sign-ins by account and address in fixed windows. Thread-safe. */
final class SignInLimiter {
    private final SignInLimits limits;
    private final InstantSource clock;
    private final Map<Key, Window> windows;

    private enum Scope {
        PAIR,
        SOURCE,
        ACCOUNT
    }

    private record Key(Scope scope, String account, String source) {}

    private record Window(Instant start, int failures) {}

    SignInLimiter(SignInLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.windows =
                new LinkedHashMap<>() {
                    @Override
                    protected boolean removeEldestEntry(Map.Entry<Key, Window> eldest) {
                        return size() > limits.tracked();
                    }
                };
    }

    /**
     * Counts an attempt before its outcome is known, so that attempts made at the same time cannot
     * all slip through.
     *
     * @return how long to wait, where this attempt must not be made
     */
    synchronized Optional<Duration> begin(String account, String source) {
        Instant now = clock.instant();
        Duration wait = Duration.ZERO;
        for (Key key : keys(account, source)) {
            Window window = current(key, now);
            if (window.failures() >= limit(key.scope())) {
                Duration left = Duration.between(now, window.start().plus(limits.window()));
                wait = left.compareTo(wait) > 0 ? left : wait;
            }
        }
        if (wait.isPositive()) {
            return Optional.of(wait);
        }
        keys(account, source).forEach(key -> count(key, now, 1));
        return Optional.empty();
    }

    /** Takes back what {@link #begin} counted, and forgets the pair's earlier failures. */
    synchronized void succeeded(String account, String source) {
        Instant now = clock.instant();
        for (Key key : keys(account, source)) {
            if (key.scope() == Scope.PAIR) {
                windows.remove(key);
            } else {
                count(key, now, -1);
            }
        }
    }

    private void count(Key key, Instant now, int by) {
        Window window = current(key, now);
        windows.put(key, new Window(window.start(), Math.max(0, window.failures() + by)));
    }

    private Window current(Key key, Instant now) {
        Window window = windows.get(key);
        return window != null && now.isBefore(window.start().plus(limits.window()))
                ? window
                : new Window(now, 0);
    }

    private int limit(Scope scope) {
        return switch (scope) {
            case PAIR -> limits.perPair();
            case SOURCE -> limits.perSource();
            case ACCOUNT -> limits.perAccount();
        };
    }

    private static List<Key> keys(String account, String source) {
        List<Key> keys = new ArrayList<>(3);
        keys.add(new Key(Scope.PAIR, account, source));
        keys.add(new Key(Scope.SOURCE, "", source));
        keys.add(new Key(Scope.ACCOUNT, account, ""));
        return keys;
    }
}
