package io.pinisi.cluster.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pinisi.cluster.client.testing.ManualClock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private final ManualClock clock = new ManualClock();
    private final WorkQueue<String> queue = new WorkQueue<>(clock, RateLimits.STANDARD);

    @Test
    void keyAddedTwiceIsTakenOnce() {
        queue.add("a");
        queue.add("a");
        assertEquals("a", queue.poll());
        assertNull(queue.poll());
    }

    @Test
    void keyInProcessIsQueuedAgainOnlyWhenDone() {
        queue.add("a");
        assertEquals("a", queue.poll());
        queue.add("a");
        queue.add("a");
        assertNull(queue.poll());
        queue.done("a");
        assertEquals("a", queue.poll());
        queue.done("a");
        assertNull(queue.poll());
    }

    @Test
    void keysComeInTheOrderOfTheirFirstAdding() {
        queue.add("a");
        queue.add("b");
        queue.add("a");
        queue.add("c");
        assertEquals("a", queue.poll());
        assertEquals("b", queue.poll());
        assertEquals("c", queue.poll());
    }

    @Test
    void earliestOfSeveralDelayedWishesWins() {
        queue.addAfter("a", Duration.ofSeconds(10));
        queue.addAfter("a", Duration.ofSeconds(1));
        queue.addAfter("a", Duration.ofSeconds(5));
        assertNull(queue.poll());
        clock.advance(Duration.ofSeconds(1));
        assertEquals("a", queue.poll());
        queue.done("a");
        clock.advance(Duration.ofSeconds(20));
        assertNull(queue.poll());
    }

    @Test
    void failuresWaitLongerEachTimeUntilForgotten() {
        queue.addLimited("a");
        clock.advance(Duration.ofMillis(5));
        assertEquals("a", queue.poll());
        queue.done("a");
        queue.addLimited("a");
        clock.advance(Duration.ofMillis(9));
        assertNull(queue.poll());
        clock.advance(Duration.ofMillis(1));
        assertEquals("a", queue.poll());
        assertEquals(2, queue.failures("a"));
        queue.forget("a");
        assertEquals(0, queue.failures("a"));
    }

    @Test
    void manyFailuresTogetherAreHeldBackByTheBucket() {
        RateLimits tight = new RateLimits(Duration.ofMillis(1), Duration.ofSeconds(1), 1, 2);
        WorkQueue<String> limited = new WorkQueue<>(clock, tight);
        for (String key : new String[] {"a", "b", "c", "d"}) {
            limited.addLimited(key);
        }
        clock.advance(Duration.ofMillis(10));
        assertEquals("a", limited.poll());
        assertEquals("b", limited.poll());
        assertNull(limited.poll());
        clock.advance(Duration.ofSeconds(1));
        assertEquals("c", limited.poll());
        assertNull(limited.poll());
    }

    @Test
    void closingEndsABlockedTake() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                ended.complete(queue.take() == null);
                            } catch (InterruptedException e) {
                                ended.completeExceptionally(e);
                            }
                        });
        queue.close();
        assertEquals(true, ended.get(60, TimeUnit.SECONDS));
    }
}
