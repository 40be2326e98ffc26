package io.pinisi.federation.traffic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HistogramTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private final Histogram histogram = new Histogram();

    @Test
    void aQuantileLiesInTheBucketOfItsRank() {
        for (int i = 0; i < 98; i++) {
            histogram.record(Duration.ofMillis(15), NOW);
        }
        histogram.record(Duration.ofSeconds(7), NOW);
        histogram.record(Duration.ofSeconds(8), NOW);
        assertBetween(10, 20, histogram.quantile(0.5, NOW));
        assertBetween(5_000, 10_000, histogram.quantile(0.99, NOW));
    }

    @Test
    void whatLastsLongerThanAnyBoundIsShownAsTheLastOne() {
        histogram.record(Duration.ofHours(2), NOW);
        assertEquals(Optional.of(Duration.ofMinutes(5)), histogram.quantile(0.99, NOW));
    }

    @Test
    void aClockThatWentBackIsNoTimeAtAll() {
        histogram.record(Duration.ofSeconds(-1), NOW);
        assertBetween(0, 5, histogram.quantile(0.5, NOW));
        assertEquals(0, histogram.reading().seconds());
    }

    @Test
    void peopleSeeTheWindowAndPrometheusEverything() {
        histogram.record(Duration.ofMillis(1), NOW);
        Instant later = NOW.plus(Histogram.SLOT.multipliedBy(Histogram.SLOTS));
        assertEquals(Optional.empty(), histogram.quantile(0.5, later));
        assertEquals(0, histogram.countOfLast(3, later));
        histogram.record(Duration.ofMillis(1), later);
        assertEquals(1, histogram.countOfLast(3, later));
        assertEquals(2, histogram.reading().count());
    }

    private static void assertBetween(long least, long most, Optional<Duration> found) {
        long millis = found.orElseThrow().toMillis();
        assertTrue(millis >= least && millis <= most, millis + " ms");
    }
}
