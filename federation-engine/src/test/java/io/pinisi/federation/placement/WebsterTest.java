package io.pinisi.federation.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebsterTest {
    private static final int ROUNDS = 2000;

    @ParameterizedTest
    @CsvSource({
        "12, 3, 2, 1, 6, 4, 2",
        "13, 3, 2, 1, 7, 4, 2",
        "14, 3, 2, 1, 7, 5, 2",
        "12, 1, 1, 1, 4, 4, 4",
        "0, 1, 1, 1, 0, 0, 0",
        "1, 1, 1, 1, 1, 0, 0",
        "2, 1, 1, 1, 1, 1, 0",
        "5, 0, 1, 0, 0, 5, 0",
        "100, 98, 1, 1, 98, 1, 1",
    })
    void dividesAsKarmadaDoes(int total, long a, long b, long c, int x, int y, int z) {
        assertEquals(
                Map.of("m1", x, "m2", y, "m3", z),
                Webster.divide(total, Map.of("m1", a, "m2", b, "m3", c), ""));
    }

    @Test
    void tiesFallDifferentlyForDifferentObjects() {
        Map<String, Long> equal = Map.of("a", 1L, "b", 1L);
        long first = 0;
        for (int i = 0; i < 1000; i++) {
            first += Webster.divide(1, equal, "uid-" + i).getOrDefault("a", 0);
        }
        assertTrue(first > 300 && first < 700, "a won " + first + " of 1000 ties");
    }

    @Test
    void aHugeTotalNeedsNoLoop() {
        Map<String, Integer> shares =
                Webster.divide(
                        Integer.MAX_VALUE,
                        Map.of("a", (long) Integer.MAX_VALUE, "b", 1L, "c", 7L),
                        "uid");
        assertEquals(Integer.MAX_VALUE, sum(shares));
    }

    @Test
    void theSumIsExactAndMoreNeverLowersAnyone() {
        Random random = new Random(4711);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Long> weights = weights(random);
            String uid = "uid-" + random.nextInt();
            int total = random.nextInt(200);
            Map<String, Integer> fewer = Webster.divide(total, weights, uid);
            Map<String, Integer> more = Webster.divide(total + 1, weights, uid);
            assertEquals(total, sum(fewer), () -> "weights " + weights);
            fewer.forEach(
                    (name, share) ->
                            assertTrue(
                                    more.getOrDefault(name, 0) >= share,
                                    () -> name + " lost a replica: " + weights));
        }
    }

    @Test
    void theOrderOfTheInputDoesNotMatter() {
        Random random = new Random(815);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Long> weights = weights(random);
            List<String> names = new ArrayList<>(weights.keySet());
            Collections.shuffle(names, random);
            Map<String, Long> shuffled = new LinkedHashMap<>();
            names.forEach(name -> shuffled.put(name, weights.getOrDefault(name, 0L)));
            int total = random.nextInt(100);
            assertEquals(
                    Webster.divide(total, weights, "uid"), Webster.divide(total, shuffled, "uid"));
        }
    }

    @Test
    void theShortCutGivesWhatSeatBySeatGives() {
        Random random = new Random(99);
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Long> weights = weights(random);
            int total = random.nextInt(60);
            String uid = "uid-" + random.nextInt();
            Map<String, Integer> grown = new HashMap<>();
            weights.keySet().forEach(name -> grown.put(name, 0));
            for (int seats = 1; seats <= total; seats++) {
                Map<String, Integer> next = Webster.divide(seats, weights, uid);
                assertEquals(1, sum(next) - sum(grown));
                grown.putAll(next);
            }
            assertEquals(grown, new HashMap<>(Webster.divide(total, weights, uid)));
        }
    }

    private static Map<String, Long> weights(Random random) {
        Map<String, Long> weights = new HashMap<>();
        int clusters = 1 + random.nextInt(8);
        for (int i = 0; i < clusters; i++) {
            weights.put("cluster-" + i, 1L + random.nextInt(10));
        }
        return weights;
    }

    private static int sum(Map<String, Integer> shares) {
        return shares.values().stream().mapToInt(Integer::intValue).sum();
    }
}
