package io.pinisi.cluster.apiserver.fairness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.fairness.FairQueues.Outcome;
import io.pinisi.cluster.apiserver.fairness.FairQueues.Queuing;
import io.pinisi.cluster.apiserver.fairness.FairQueues.Refusal;
import io.pinisi.cluster.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FairQueuesTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final long GREEDY = ShuffleSharding.hash("s", "greedy");
    private static final long MODEST = ShuffleSharding.hash("s", "modest");

    private static Outcome.Seated seated(Outcome outcome) {
        return assertInstanceOf(Outcome.Seated.class, outcome);
    }

    private static void assertRefused(Refusal why, Outcome outcome) {
        assertEquals(new Outcome.Refused(why), outcome);
    }

    @Test
    void withoutQueuesWhoFindsNoSeatIsRefusedAtOnce() {
        FairQueues queues = new FairQueues(1, null);
        Outcome.Seated first = seated(queues.take(GREEDY, LONG));
        assertRefused(Refusal.NO_SEAT, queues.take(MODEST, LONG));
        queues.giveBack(first);
        seated(queues.take(MODEST, LONG));
    }

    @Test
    void nobodyWaitsLongerThanTheLimit() {
        FairQueues queues = new FairQueues(1, new Queuing(8, 2, 5));
        seated(queues.take(GREEDY, LONG));
        assertRefused(Refusal.WAITED_TOO_LONG, queues.take(MODEST, Duration.ofMillis(1)));
        assertEquals(0, queues.waiting());
    }

    @Test
    void aFullQueueRefusesItsFlow() throws Exception {
        FairQueues queues = new FairQueues(1, new Queuing(1, 1, 2));
        seated(queues.take(GREEDY, LONG));
        List<Thread> waiting = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            waiting.add(Thread.startVirtualThread(() -> queues.take(GREEDY, LONG)));
        }
        Await.until("two wait", LONG, () -> queues.waiting() == 2, queues::waiting);
        assertRefused(Refusal.QUEUE_FULL, queues.take(MODEST, LONG));
        waiting.forEach(Thread::interrupt);
        for (Thread thread : waiting) {
            thread.join();
        }
        assertEquals(0, queues.waiting());
    }

    /**
     * Forty requests of one flow wait when two of another come; these do not wait for all forty.
     */
    @Test
    void aFloodOfOneFlowDoesNotStarveAnother() throws Exception {
        FairQueues queues = new FairQueues(1, new Queuing(16, 2, 50));
        Outcome.Seated held = seated(queues.take(GREEDY, LONG));
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            threads.add(request(queues, GREEDY, "greedy", order));
        }
        Await.until("the flood waits", LONG, () -> queues.waiting() == 40, queues::waiting);
        for (int i = 0; i < 2; i++) {
            threads.add(request(queues, MODEST, "modest", order));
        }
        Await.until("all wait", LONG, () -> queues.waiting() == 42, queues::waiting);
        queues.giveBack(held);
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> served = new ArrayList<>(order);
        assertEquals(42, served.size());
        assertTrue(served.lastIndexOf("modest") < 20, served::toString);
        assertEquals(0, queues.taken());
    }

    private static Thread request(
            FairQueues queues, long flow, String name, BlockingQueue<String> order) {
        return Thread.startVirtualThread(
                () -> {
                    Outcome.Seated seat = seated(queues.take(flow, LONG));
                    order.add(name);
                    queues.giveBack(seat);
                });
    }

    @Test
    void seatsAreNeverGivenTwice() throws Exception {
        int seats = 3;
        FairQueues queues = new FairQueues(seats, new Queuing(8, 2, 1000));
        BlockingQueue<Integer> seen = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            long flow = ShuffleSharding.hash("s", "user-" + i % 20);
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                Outcome.Seated seat = seated(queues.take(flow, LONG));
                                seen.add(queues.taken());
                                queues.giveBack(seat);
                            }));
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(2));
        }
        assertEquals(500, seen.size());
        assertTrue(seen.stream().allMatch(taken -> taken <= seats), seen::toString);
        assertEquals(0, queues.taken());
    }

    @Test
    void whoWaitsKeepsItsPlaceWhenTheLimitsChange() throws Exception {
        FairQueues queues = new FairQueues(1, new Queuing(8, 2, 5));
        Outcome.Seated held = seated(queues.take(GREEDY, LONG));
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        Thread thread = request(queues, MODEST, "modest", order);
        Await.until("it waits", LONG, () -> queues.waiting() == 1, queues::waiting);
        queues.become(1, new Queuing(4, 1, 5));
        assertEquals(1, queues.waiting());
        queues.become(2, new Queuing(4, 1, 5));
        thread.join();
        assertEquals(List.of("modest"), List.copyOf(order));
        queues.giveBack(held);
    }
}
