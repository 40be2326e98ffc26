package io.pinisi.cluster.node.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void doublesFromTenSecondsToFiveMinutes() {
        Backoff backoff = Backoff.next(null, NOW, NOW);
        StringBuilder delays = new StringBuilder(backoff.text());
        for (int i = 0; i < 6; i++) {
            backoff = Backoff.next(backoff, NOW, NOW);
            delays.append(' ').append(backoff.text());
        }
        assertEquals("10s 20s 40s 1m20s 2m40s 5m0s 5m0s", delays.toString());
    }

    @Test
    void isForgottenAfterTenQuietMinutes() {
        Backoff old = new Backoff(Duration.ofMinutes(5), NOW.minus(Duration.ofMinutes(11)));

        assertEquals(NOW, old.until(NOW));
        assertEquals(Duration.ofSeconds(10), Backoff.next(old, NOW, NOW).delay());
    }
}
