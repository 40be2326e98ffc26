package io.pinisi.db.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RefusalBudgetTest {
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");
    private final RefusalBudget budget = new RefusalBudget(() -> now);

    private long recorded(String caller, int times) {
        long recorded = 0;
        for (int i = 0; i < times; i++) {
            recorded += budget.take(caller, 3).isPresent() ? 1 : 0;
        }
        return recorded;
    }

    @Test
    void aFloodIsCountedAndTheCountGoesWithTheNextMinutesFirst() {
        assertEquals(3, recorded("ann", 20));
        assertEquals(OptionalLong.empty(), budget.take("ann", 3));
        assertEquals(OptionalLong.of(0), budget.take("ben", 3));
        now = now.plus(Duration.ofMinutes(1));
        assertEquals(OptionalLong.of(18), budget.take("ann", 3));
        assertEquals(OptionalLong.of(0), budget.take("ann", 3));
    }

    @Test
    void countsAreKeptForAsManyCallersAsAreKnownAndNoMore() {
        recorded("first", 20);
        for (int i = 0; i < 1024; i++) {
            recorded("other" + i, 1);
        }
        assertEquals(OptionalLong.of(0), budget.take("first", 3), "forgotten");
    }
}
