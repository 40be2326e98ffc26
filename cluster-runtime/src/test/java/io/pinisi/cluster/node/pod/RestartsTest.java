package io.pinisi.cluster.node.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private final Restarts restarts = new Restarts();

    @Test
    void aRestartUnderWayIsNotYetAWait() {
        restarts.begun("main", NOW, NOW);

        assertEquals(Map.of(), restarts.backoffs());
    }

    @Test
    void everyRestartThatIsOverDoublesTheNextWait() {
        restarts.begun("main", NOW, NOW);
        restarts.over("main");
        assertEquals(Map.of("main", new Backoff(Duration.ofSeconds(10), NOW)), restarts.backoffs());

        Instant later = NOW.plusSeconds(11);
        restarts.begun("main", later, later);
        restarts.over("main");
        assertEquals(
                Map.of("main", new Backoff(Duration.ofSeconds(20), later)), restarts.backoffs());
    }

    @Test
    void theEndOfSomethingElseCountsNothing() {
        restarts.over("main");

        assertEquals(Map.of(), restarts.backoffs());
    }
}
