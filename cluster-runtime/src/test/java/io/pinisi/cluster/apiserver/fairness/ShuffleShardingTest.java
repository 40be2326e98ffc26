package io.pinisi.cluster.apiserver.fairness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShuffleShardingTest {
    private static final long SEED = 20_261_122;

    @Test
    void aHandIsOfDistinctQueuesOfTheDeck() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            int deck = 1 + random.nextInt(200);
            int size = 1 + random.nextInt(Math.min(deck, 10));
            int[] hand = new ShuffleSharding(deck, size).hand(random.nextLong());
            String shown = "seed " + SEED + ": " + Arrays.toString(hand) + " of " + deck;
            assertEquals(size, Arrays.stream(hand).distinct().count(), shown);
            assertTrue(Arrays.stream(hand).allMatch(queue -> queue >= 0 && queue < deck), shown);
        }
    }

    @Test
    void aFlowAlwaysHasTheSameHand() {
        ShuffleSharding sharding = new ShuffleSharding(128, 6);
        long flow = ShuffleSharding.hash("global-default", "ann");
        assertArrayEquals(sharding.hand(flow), sharding.hand(flow));
    }

    @Test
    void everyQueueIsDealtAboutAsOften() {
        ShuffleSharding sharding = new ShuffleSharding(64, 6);
        int[] dealt = new int[64];
        int flows = 20_000;
        for (int user = 0; user < flows; user++) {
            for (int queue : sharding.hand(ShuffleSharding.hash("s", "user-" + user))) {
                dealt[queue]++;
            }
        }
        double even = flows * 6 / 64.0;
        for (int times : dealt) {
            assertEquals(even, times, even / 5, Arrays.toString(dealt));
        }
    }
}
