package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.apiserver.fairness.SeatBorrowing.Wish;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The seats of one priority level. Who finds none waits in one of the queues of its flow; a free
 * seat goes to the queue that has had the least time of service (start-time fair queueing). That
 * time is estimated when the seat is given and put right when it is given back.
 *
 * <p>Thread-safe; {@code this} guards everything.
 */
final class FairQueues {
    private static final long ESTIMATE_NANOS = 3_000_000;

    private final SeatDemand demand = new SeatDemand(System.nanoTime());
    private int seats;
    private double smooth;
    private double fraction = 1;
    private @Nullable Queuing queuing;
    private @Nullable ShuffleSharding dealer;
    private Queue[] queues = new Queue[0];
    private int taken;
    private int waiting;

    /** The service that the queue last served had had by then. */
    private long virtualTime;

    /** How requests wait. */
    record Queuing(int queues, int handSize, int lengthLimit) {}

    /** What became of the wish for a seat. */
    sealed interface Outcome {
        /** To be given back, exactly once. */
        record Seated(@Nullable Queue queue, long since) implements Outcome {}

        record Refused(Refusal why) implements Outcome {}
    }

    /** Why there is no seat. */
    enum Refusal {
        NO_SEAT("concurrency-limit"),
        QUEUE_FULL("queue-full"),
        WAITED_TOO_LONG("time-out");

        private final String word;

        Refusal(String word) {
            this.word = word;
        }

        /** As figures name it. */
        String word() {
            return word;
        }
    }

    /** One queue and the service that its requests have had. */
    static final class Queue {
        private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
        private int served;
        private long service;
    }

    private record Waiter(CountDownLatch turn, Queue queue) {}

    FairQueues(int seats, @Nullable Queuing queuing) {
        this.seats = seats;
        become(queuing);
    }

    /** Ends a period: what the level needs, within what it may have. */
    synchronized Wish wish(int nominal, int lower, int upper) {
        SeatDemand.Period period = demand.end(System.nanoTime());
        smooth = SeatBorrowing.smooth(smooth, period);
        return new Wish(nominal, lower, upper, period.most(), smooth);
    }

    /** Other seats from now on; requests that sit stay where they are. */
    synchronized void lend(Wish wish, double newFraction) {
        fraction = newFraction;
        seats = wish.at(newFraction);
        serve();
    }

    /** What is counted of a level, at one moment. */
    record State(int seats, int taken, int waiting, double smooth, double fraction) {}

    synchronized State state() {
        return new State(seats, taken, waiting, smooth, fraction);
    }

    private void changed() {
        demand.change(taken + waiting, System.nanoTime());
    }

    /** Other limits from now on; who waits in the old queues is served from them. */
    synchronized void become(int newSeats, @Nullable Queuing newQueuing) {
        seats = newSeats;
        if (newQueuing == null ? queuing != null : !newQueuing.equals(queuing)) {
            Queue[] before = queues;
            become(newQueuing);
            keepWaiters(before);
        }
        serve();
    }

    private void become(@Nullable Queuing newQueuing) {
        queuing = newQueuing;
        dealer =
                newQueuing == null
                        ? null
                        : new ShuffleSharding(newQueuing.queues(), newQueuing.handSize());
        queues = new Queue[newQueuing == null ? 0 : newQueuing.queues()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new Queue();
        }
    }

    private void keepWaiters(Queue[] before) {
        Queue[] all = java.util.Arrays.copyOf(queues, queues.length + before.length);
        int count = queues.length;
        for (Queue queue : before) {
            if (!queue.waiters.isEmpty()) {
                all[count++] = queue;
            }
        }
        queues = java.util.Arrays.copyOf(all, count);
    }

    /**
     * @param flow a hash of the flow
     */
    Outcome take(long flow, Duration limit) {
        Waiter waiter;
        synchronized (this) {
            if (taken < seats && waiting == 0) {
                taken++;
                changed();
                return new Outcome.Seated(null, System.nanoTime());
            }
            if (queuing == null || dealer == null) {
                return new Outcome.Refused(Refusal.NO_SEAT);
            }
            Queue queue = shortest(dealer.hand(flow));
            if (queue.waiters.size() >= queuing.lengthLimit()) {
                return new Outcome.Refused(Refusal.QUEUE_FULL);
            }
            if (queue.waiters.isEmpty() && queue.served == 0) {
                queue.service = Math.max(queue.service, virtualTime);
            }
            waiter = new Waiter(new CountDownLatch(1), queue);
            queue.waiters.add(waiter);
            waiting++;
            changed();
            serve();
        }
        return await(waiter, limit);
    }

    private Queue shortest(int[] hand) {
        Queue shortest = queues[hand[0]];
        for (int index : hand) {
            Queue queue = queues[index];
            if (queue.waiters.size() + queue.served < shortest.waiters.size() + shortest.served) {
                shortest = queue;
            }
        }
        return shortest;
    }

    private Outcome await(Waiter waiter, Duration limit) {
        boolean interrupted = false;
        try {
            if (waiter.turn.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return new Outcome.Seated(waiter.queue, System.nanoTime());
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            return leave(waiter);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The seat may have come at the last moment. */
    private synchronized Outcome leave(Waiter waiter) {
        if (!waiter.queue.waiters.remove(waiter)) {
            return new Outcome.Seated(waiter.queue, System.nanoTime());
        }
        waiting--;
        changed();
        return new Outcome.Refused(Refusal.WAITED_TOO_LONG);
    }

    synchronized void giveBack(Outcome.Seated seat) {
        taken--;
        changed();
        Queue queue = seat.queue();
        if (queue != null) {
            queue.served--;
            queue.service += System.nanoTime() - seat.since() - ESTIMATE_NANOS;
        }
        serve();
    }

    private void serve() {
        while (waiting > 0 && taken < seats) {
            Queue next = leastServed();
            Waiter waiter = next.waiters.remove();
            waiting--;
            taken++;
            next.served++;
            virtualTime = Math.max(virtualTime, next.service);
            next.service += ESTIMATE_NANOS;
            waiter.turn.countDown();
        }
    }

    private Queue leastServed() {
        Queue least = null;
        for (Queue queue : queues) {
            if (!queue.waiters.isEmpty() && (least == null || queue.service < least.service)) {
                least = queue;
            }
        }
        if (least == null) {
            throw new IllegalStateException(waiting + " wait in no queue");
        }
        return least;
    }

    /** How many wait. */
    synchronized int waiting() {
        return waiting;
    }

    synchronized int taken() {
        return taken;
    }

    synchronized int seats() {
        return seats;
    }
}
