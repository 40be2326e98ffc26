package io.pinisi.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for a condition, with a deadline and the last thing seen in the message. */
final class Await {
    private static final Duration PERIOD = Duration.ofMillis(150);

    private Await() {}

    static <T> T until(String what, Duration limit, Supplier<T> look, Predicate<T> good) {
        Instant deadline = Instant.now().plus(limit);
        T seen = look.get();
        while (!good.test(seen)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError(
                        "not within " + limit + ": " + what + "; last seen:\n" + seen);
            }
            LockSupport.parkNanos(PERIOD.toNanos());
            seen = look.get();
        }
        return seen;
    }
}
