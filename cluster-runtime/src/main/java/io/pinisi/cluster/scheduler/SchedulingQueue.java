package io.pinisi.cluster.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Pods that wait for a node: ready ones by priority and age; those that failed a moment ago and
 * wait out a growing delay; and those that fit nowhere until something changes in the cluster.
 *
 * <p>A change that comes while a pod is being decided is not lost: the pod then waits out its delay
 * instead of the next change. Thread-safe; guarded by {@code this}.
 */
final class SchedulingQueue {
    private static final Duration DELAY_FIRST = Duration.ofSeconds(1);
    private static final Duration DELAY_LAST = Duration.ofSeconds(10);

    /** After which a pod that fits nowhere is tried again though nothing was seen to change. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final TreeSet<Waiting> active =
            new TreeSet<>(
                    Comparator.comparingInt((Waiting w) -> -w.pod().priority())
                            .thenComparingLong(Waiting::number));
    private final TreeSet<Waiting> delayed =
            new TreeSet<>(Comparator.comparing(Waiting::due).thenComparingLong(Waiting::number));
    private final Map<String, Waiting> unfit = new HashMap<>();
    private final Map<String, Waiting> byUid = new HashMap<>();
    private long lastNumber;
    private long changes;
    private boolean closed;

    /**
     * A pod in the queue.
     *
     * @param attempts failed so far
     * @param due when a delayed pod becomes ready
     */
    record Waiting(PodFacts pod, long number, int attempts, Instant due) {}

    /**
     * A pod taken out to be decided.
     *
     * @param changes how many changes the cluster had seen by then
     */
    record Taken(PodFacts pod, long number, int attempts, long changes) {}

    SchedulingQueue(InstantSource clock) {
        this.clock = clock;
    }

    /** A pod that is new or was changed by its maker: it is ready at once. */
    synchronized void add(PodFacts pod) {
        Waiting before = drop(pod.uid());
        long number = before == null ? ++lastNumber : before.number();
        int attempts = before == null ? 0 : before.attempts();
        activate(new Waiting(pod, number, attempts, clock.instant()));
    }

    synchronized void remove(String uid) {
        drop(uid);
    }

    synchronized boolean contains(String uid) {
        return byUid.containsKey(uid);
    }

    private @Nullable Waiting drop(String uid) {
        Waiting waiting = byUid.remove(uid);
        if (waiting != null) {
            active.remove(waiting);
            delayed.remove(waiting);
            unfit.remove(uid);
        }
        return waiting;
    }

    private void activate(Waiting waiting) {
        byUid.put(waiting.pod().uid(), waiting);
        active.add(waiting);
        notifyAll();
    }

    /** Waits for the next pod; null once closed. */
    synchronized @Nullable Taken take() throws InterruptedException {
        while (!closed) {
            promoteDue();
            Waiting next = active.pollFirst();
            if (next != null) {
                byUid.remove(next.pod().uid());
                return new Taken(next.pod(), next.number(), next.attempts(), changes);
            }
            Instant due = nextDue();
            if (due == null) {
                wait();
            } else {
                long nanos = Duration.between(clock.instant(), due).toNanos();
                wait(Math.max(1, (nanos + 999_999) / 1_000_000));
            }
        }
        return null;
    }

    private @Nullable Instant nextDue() {
        Instant forgotten =
                unfit.values().stream().map(Waiting::due).min(Instant::compareTo).orElse(null);
        Instant due = delayed.isEmpty() ? null : delayed.getFirst().due();
        if (due == null || forgotten == null) {
            return due == null ? forgotten : due;
        }
        return due.isBefore(forgotten) ? due : forgotten;
    }

    private void promoteDue() {
        Instant now = clock.instant();
        while (!delayed.isEmpty() && !delayed.getFirst().due().isAfter(now)) {
            activate(delayed.pollFirst());
        }
        List<Waiting> forgotten = new ArrayList<>();
        unfit.values().stream().filter(w -> !w.due().isAfter(now)).forEach(forgotten::add);
        for (Waiting waiting : forgotten) {
            unfit.remove(waiting.pod().uid());
            activate(waiting);
        }
    }

    /** The pod fits nowhere: it waits for a change, or for its delay if there was one meanwhile. */
    synchronized void putUnfit(Taken taken) {
        if (taken.changes() != changes) {
            putDelayed(taken);
            return;
        }
        Instant now = clock.instant();
        Waiting waiting =
                new Waiting(taken.pod(), taken.number(), taken.attempts() + 1, now.plus(FORGOTTEN));
        if (!byUid.containsKey(taken.pod().uid())) {
            byUid.put(taken.pod().uid(), waiting);
            unfit.put(taken.pod().uid(), waiting);
            notifyAll();
        }
    }

    /** Something went wrong with the pod: it is tried again after its delay. */
    synchronized void putDelayed(Taken taken) {
        if (!byUid.containsKey(taken.pod().uid())) {
            int attempts = taken.attempts() + 1;
            Instant due = clock.instant().plus(delay(attempts));
            delay(new Waiting(taken.pod(), taken.number(), attempts, due));
        }
    }

    private void delay(Waiting waiting) {
        byUid.put(waiting.pod().uid(), waiting);
        delayed.add(waiting);
        notifyAll();
    }

    private static Duration delay(int attempts) {
        Duration delay = DELAY_FIRST.multipliedBy(1L << Math.min(attempts - 1, 10));
        return delay.compareTo(DELAY_LAST) > 0 ? DELAY_LAST : delay;
    }

    /** Something changed that may make room: what fitted nowhere is tried again after its delay. */
    synchronized void clusterChanged() {
        changes++;
        Instant now = clock.instant();
        List<Waiting> waitingPods = List.copyOf(unfit.values());
        unfit.clear();
        for (Waiting waiting : waitingPods) {
            Instant failed = waiting.due().minus(FORGOTTEN);
            Instant due = failed.plus(delay(waiting.attempts()));
            Waiting moved = new Waiting(waiting.pod(), waiting.number(), waiting.attempts(), due);
            if (due.isAfter(now)) {
                delay(moved);
            } else {
                activate(moved);
            }
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
