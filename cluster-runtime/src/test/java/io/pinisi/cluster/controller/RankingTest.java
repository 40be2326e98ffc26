package io.pinisi.cluster.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SHARE = 4;

    private final ManualClock clock = new ManualClock();
    private final Map<String, Integer> ranks = new HashMap<>();
    private final WorkQueue<String> queue =
            new WorkQueue<>(
                    clock,
                    RateLimits.STANDARD,
                    new Ranking<>(key -> ranks.getOrDefault(key, 0), PATIENCE, SHARE));

    private List<String> drain() {
        List<String> taken = new ArrayList<>();
        for (String key = queue.poll(); key != null; key = queue.poll()) {
            taken.add(key);
            queue.done(key);
        }
        return taken;
    }

    @Test
    void theHighestRankGoesFirstAndAmongEqualsTheFirstToCome() {
        ranks.putAll(Map.of("high", 1000, "low", -5));
        List.of("low", "a", "high", "b").forEach(queue::add);

        assertEquals(List.of("high", "a", "b", "low"), drain());
    }

    @Test
    void aKeyThatWaitsIsRankedAnewWhenItIsAddedAgain() {
        List.of("a", "b", "c").forEach(queue::add);
        ranks.put("c", 7);
        queue.add("c");
        queue.add("a");

        assertEquals(3, queue.size());
        assertEquals(List.of("c", "a", "b"), drain());
    }

    @Test
    void aKeyInProcessIsStillInNoOtherHands() {
        ranks.put("a", 7);
        queue.add("a");
        assertEquals("a", queue.poll());
        queue.add("a");
        queue.add("a");
        queue.add("b");
        assertEquals("b", queue.poll());
        assertNull(queue.poll());
        queue.done("a");
        assertEquals("a", queue.poll());
    }

    @Test
    void whoeverWaitedTooLongHasAShareOfTheTurnsAlsoUnderEndlessLoad() {
        queue.add("old");
        queue.add("older than most");
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ranks.put("urgent" + i, 1000);
            queue.add("urgent" + i);
            clock.advance(Duration.ofSeconds(1));
            taken.add(String.valueOf(queue.poll()));
        }

        int first = taken.indexOf("old");
        assertTrue(first >= PATIENCE.toSeconds() - 1, taken::toString);
        assertTrue(first < PATIENCE.toSeconds() + SHARE, taken::toString);
        assertEquals(first + SHARE, taken.indexOf("older than most"), taken::toString);
    }

    @Test
    void whenAllHaveWaitedTooLongMostTurnsAreStillForTheHighestRank() {
        for (int i = 0; i < 20; i++) {
            ranks.put("urgent" + i, 1000);
            queue.add("plain" + i);
            queue.add("urgent" + i);
        }
        clock.advance(PATIENCE.multipliedBy(2));

        List<String> taken = drain();
        assertEquals(40, taken.size());
        long urgent = taken.subList(0, 20).stream().filter(key -> key.startsWith("urgent")).count();
        assertTrue(urgent >= 15, taken::toString);
    }
}
