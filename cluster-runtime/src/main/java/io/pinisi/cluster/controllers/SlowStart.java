package io.pinisi.cluster.controllers;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does many like things in batches of 1, 2, 4, 8 …, and stops after the first batch with a failure:
 * what fails for one (a quota, say) fails for all, and must not be tried a thousand times.
 */
public final class SlowStart {
    private SlowStart() {}

    /**
     * @param succeeded how many were done
     * @param failure the first failure, or null where all were done
     */
    public record Result(int succeeded, @Nullable RuntimeException failure) {}

    public static <T> Result run(List<T> items, Consumer<T> action) throws InterruptedException {
        int done = 0;
        int batch = 1;
        while (done < items.size()) {
            int end = Math.min(done + batch, items.size());
            Result result = together(items.subList(done, end), action);
            if (result.failure() != null) {
                return new Result(done + result.succeeded(), result.failure());
            }
            done = end;
            batch *= 2;
        }
        return new Result(done, null);
    }

    /** All at once, each in a thread of its own; waits for all. */
    public static <T> Result together(List<T> items, Consumer<T> action)
            throws InterruptedException {
        AtomicInteger succeeded = new AtomicInteger();
        AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
        CountDownLatch open = new CountDownLatch(items.size());
        for (T item : items) {
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    action.accept(item);
                                    succeeded.incrementAndGet();
                                } catch (RuntimeException e) {
                                    failure.compareAndSet(null, e);
                                } finally {
                                    open.countDown();
                                }
                            });
        }
        open.await();
        return new Result(succeeded.get(), failure.get());
    }
}
