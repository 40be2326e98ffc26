package io.pinisi.cluster.controllers.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventExpiryTest {
    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);

    @AfterEach
    void close() {
        bench.close();
    }

    private void create(String name, String more) {
        bench.create(
                Resources.EVENTS, "default", "{'metadata': {'name': '" + name + "'}" + more + "}");
    }

    @Test
    void eventsAreForgottenAnHourAfterTheyWereLastTold() {
        create("old", ", 'lastTimestamp': '2025-12-31T22:00:00Z'");
        create("repeated", ", 'lastTimestamp': '2026-01-01T00:30:00Z'");
        create("series", ", 'series': {'lastObservedTime': '2026-01-01T00:30:00.000000Z'}");
        clock.advance(Duration.ofMinutes(59));
        create("new", "");
        clock.advance(Duration.ofMinutes(2));
        new EventExpiry(bench.environment()).sweep();
        assertEquals(
                List.of("new", "repeated", "series"),
                bench.all(Resources.EVENTS).stream().map(e -> Metadata.of(e).name()).toList());
    }
}
