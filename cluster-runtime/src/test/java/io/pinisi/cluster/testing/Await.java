package io.pinisi.cluster.testing;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits for what other threads bring about, for a limited time. */
public final class Await {
    private static final Duration POLL = Duration.ofMillis(10);

    private Await() {}

    /** Fails, naming {@code what} and what was seen last, unless it becomes true in time. */
    public static void until(
            String what, Duration limit, Supplier<Boolean> condition, Supplier<?> seen) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not in " + limit + ": " + what + "; seen: " + seen.get());
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted: " + what, e);
            }
        }
    }
}
