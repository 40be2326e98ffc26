package io.pinisi.cluster.controller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys waiting to be worked on, with the three properties that controllers rely on: a key added
 * twice before it is taken is taken once; a key is never in the hands of two workers; a key added
 * while a worker has it is queued again when that worker is done.
 *
 * <p>A key may also be added later ({@link #addAfter}), the earliest wish winning, or after a
 * failure ({@link #addLimited}). Keys come in the order of their adding, or by a {@link Ranking}.
 * Its size is bounded by the number of objects. Thread-safe; guarded by {@code this}.
 */
public final class WorkQueue<K> {
    private final InstantSource clock;
    private final RateLimits limits;
    private final RetryBucket bucket;

    private final ReadyKeys<K> queue;
    private final Set<K> dirty = new HashSet<>();
    private final Set<K> processing = new HashSet<>();
    private final PriorityQueue<Delayed<K>> waiting =
            new PriorityQueue<>(Comparator.comparing(Delayed::due));
    private final Map<K, Instant> dueByKey = new HashMap<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private boolean closed;

    private record Delayed<K>(K key, Instant due) {}

    /** First come, first served. */
    public WorkQueue(InstantSource clock, RateLimits limits) {
        this(clock, limits, new ArrivedKeys<>());
    }

    public WorkQueue(InstantSource clock, RateLimits limits, Ranking<K> ranking) {
        this(clock, limits, new RankedKeys<>(ranking, clock));
    }

    private WorkQueue(InstantSource clock, RateLimits limits, ReadyKeys<K> queue) {
        this.queue = queue;
        this.clock = clock;
        this.limits = limits;
        this.bucket = new RetryBucket(limits, clock.instant());
    }

    public synchronized void add(K key) {
        if (closed) {
            return;
        }
        if (!dirty.add(key)) {
            queue.addAgain(key);
        } else if (!processing.contains(key)) {
            queue.add(key);
            notifyAll();
        }
    }

    /** Adds the key when {@code wait} is over; a later wish for the same key is dropped. */
    public synchronized void addAfter(K key, Duration wait) {
        if (closed) {
            return;
        }
        if (!wait.isPositive()) {
            add(key);
            return;
        }
        Instant due = clock.instant().plus(wait);
        Instant earlier = dueByKey.get(key);
        if (earlier != null && !earlier.isAfter(due)) {
            return;
        }
        dueByKey.put(key, due);
        waiting.add(new Delayed<>(key, due));
        notifyAll();
    }

    /** Adds the key after a failure, the later the more often it failed. */
    public synchronized void addLimited(K key) {
        Duration own = limits.waitAfter(failures.merge(key, 1, Integer::sum));
        Duration shared = bucket.reserve(clock.instant());
        addAfter(key, own.compareTo(shared) > 0 ? own : shared);
    }

    /** How often the key failed since it last succeeded. */
    public synchronized int failures(K key) {
        return failures.getOrDefault(key, 0);
    }

    /** Forgets the key's failures. */
    public synchronized void forget(K key) {
        failures.remove(key);
    }

    /** Waits for a key, which is then this worker's until {@link #done}; null once closed. */
    public synchronized @Nullable K take() throws InterruptedException {
        while (!closed) {
            K key = poll();
            if (key != null) {
                return key;
            }
            Delayed<K> next = waiting.peek();
            if (next == null) {
                wait();
            } else {
                long nanos = Duration.between(clock.instant(), next.due()).toNanos();
                wait(Math.max(1, (nanos + 999_999) / 1_000_000));
            }
        }
        return null;
    }

    /** A key if one is ready, else null. */
    public synchronized @Nullable K poll() {
        promoteDue();
        K key = queue.poll();
        if (key != null) {
            dirty.remove(key);
            processing.add(key);
        }
        return key;
    }

    /** Gives the key back; it is queued again when it was added meanwhile. */
    public synchronized void done(K key) {
        processing.remove(key);
        if (dirty.contains(key)) {
            queue.add(key);
            notifyAll();
        }
    }

    /** How many keys are ready. */
    public synchronized int size() {
        return queue.size();
    }

    /** Ends every {@link #take}; what is queued is dropped, for a new start lists all again. */
    public synchronized void close() {
        closed = true;
        queue.clear();
        notifyAll();
    }

    private void promoteDue() {
        Instant now = clock.instant();
        for (Delayed<K> next = waiting.peek();
                next != null && !next.due().isAfter(now);
                next = waiting.peek()) {
            waiting.remove();
            if (dueByKey.remove(next.key(), next.due())) {
                add(next.key());
            }
        }
    }
}
