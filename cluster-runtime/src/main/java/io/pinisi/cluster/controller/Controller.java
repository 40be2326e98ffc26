package io.pinisi.cluster.controller;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a reconciler on a queue with some virtual threads.
 *
 * <p>A conflict means that our copy was late; it is retried without a word. Anything else that goes
 * wrong is logged once per failure and retried, later each time.
 */
public final class Controller<K> implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Controller.class);

    private final String name;
    private final WorkQueue<K> queue;
    private final Reconciler<K> reconciler;
    private final int workers;
    private final List<Thread> threads = new ArrayList<>();

    public Controller(String name, WorkQueue<K> queue, Reconciler<K> reconciler, int workers) {
        this.name = name;
        this.queue = queue;
        this.reconciler = reconciler;
        this.workers = workers;
    }

    public static <K> Controller<K> of(
            String name, InstantSource clock, Reconciler<K> reconciler, int workers) {
        return new Controller<>(
                name, new WorkQueue<>(clock, RateLimits.STANDARD), reconciler, workers);
    }

    public WorkQueue<K> queue() {
        return queue;
    }

    /** To be called when the informers have synced. */
    public synchronized void start() {
        for (int i = 0; i < workers; i++) {
            threads.add(Thread.ofVirtual().name(name + "-" + i).start(this::work));
        }
    }

    @Override
    public void close() {
        queue.close();
        List<Thread> stopped;
        synchronized (this) {
            stopped = List.copyOf(threads);
            threads.clear();
        }
        stopped.forEach(Thread::interrupt);
        for (Thread thread : stopped) {
            try {
                thread.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void work() {
        try {
            for (K key = queue.take(); key != null; key = queue.take()) {
                try {
                    settle(key, reconciler.reconcile(key));
                } catch (RuntimeException e) {
                    retry(key, e);
                } finally {
                    queue.done(key);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(K key, Outcome outcome) {
        switch (outcome) {
            case Outcome.Settled() -> queue.forget(key);
            case Outcome.Unfinished() -> queue.addLimited(key);
            case Outcome.Revisit(Duration after) -> {
                queue.forget(key);
                queue.addAfter(key, after);
            }
        }
    }

    private void retry(K key, RuntimeException e) {
        queue.addLimited(key);
        if (e instanceof ApiException api) {
            if (!api.is(Reason.CONFLICT)) {
                log.warn("controller={} key={} retries: {}", name, key, api.getMessage());
            }
            return;
        }
        log.error("controller={} key={} failed", name, key, e);
    }
}
