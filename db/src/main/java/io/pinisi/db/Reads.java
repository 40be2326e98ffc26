package io.pinisi.db;

import io.pinisi.db.revision.StoreUnavailableException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jooq.DSLContext;

/**
 * Runs queries on threads of its own. H2 closes its file when an interrupted thread reads it, and
 * callers (a request that is aborted, a watch that ends) do get interrupted.
 */
final class Reads implements AutoCloseable {
    private static final long CLOSE_SECONDS_MAX = 10;

    private final DSLContext sql;
    private final Runnable before;
    private final ThreadPoolExecutor threads;

    /**
     * @param before what is waited for before each query, on the caller's thread
     */
    Reads(DSLContext sql, Runnable before, int readersMax, int queueMax, String name) {
        this.sql = sql;
        this.before = before;
        this.threads =
                new ThreadPoolExecutor(
                        readersMax,
                        readersMax,
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(queueMax),
                        Thread.ofPlatform().daemon().name(name + "-reader-", 0).factory());
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Answers when the query has run, interrupted or not; an interruption is kept for later. */
    <T> T run(Function<DSLContext, T> query) {
        before.run();
        FutureTask<T> task = new FutureTask<>(() -> query.apply(sql));
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new StoreUnavailableException(
                    threads.isShutdown() ? "the database is closed" : "too many reads wait", e);
        }
        return await(task);
    }

    private static <T> T await(FutureTask<T> task) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw Failures.of(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                threads.getQueue().clear();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
