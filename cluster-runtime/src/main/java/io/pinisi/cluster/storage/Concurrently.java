package io.pinisi.cluster.storage;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs requests that do not depend on each other side by side, so that the store commits them in
 * groups instead of one by one.
 */
public final class Concurrently {
    private Concurrently() {}

    /** As {@link #run(List)}, so many at once at the most; nothing begins behind a failure. */
    public static void run(List<Runnable> requests, int atOnceMax) {
        for (int from = 0; from < requests.size(); from += atOnceMax) {
            run(requests.subList(from, Math.min(requests.size(), from + atOnceMax)));
        }
    }

    /**
     * Returns when all have ended; then throws what the first failed one threw. The caller bounds
     * their number.
     */
    public static void run(List<Runnable> requests) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(
                            requests.stream()
                                    .map(request -> CompletableFuture.runAsync(request, threads))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
