package io.pinisi.federation.deschedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StrandingsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Template WEB =
            new Template(GroupVersionKind.of("apps/v1", "Deployment"), ObjectKey.of("shop", "web"));

    private final Strandings strandings = new Strandings(Duration.ofMinutes(5));

    @Test
    void whoWaitsTooLongIsDue() {
        assertEquals(Map.of(), at(0, "one"));
        assertEquals(Map.of(), at(299, "one", "two"));
        assertEquals(Map.of(WEB, Map.of("bali", 1)), at(300, "one", "two"));
        assertEquals(Map.of(WEB, Map.of("bali", 2)), at(599, "one", "two"));
    }

    @Test
    void whoFoundANodeMeanwhileBeginsAnew() {
        at(0, "one");
        at(200);
        assertEquals(Map.of(), at(300, "one"));
        assertEquals(Map.of(WEB, Map.of("bali", 1)), at(600, "one"));
    }

    @Test
    void itIsToldHowManyWaitSinceWhenAndUntilWhen() {
        Instant now = NOW.plusSeconds(100);
        assertEquals(
                List.of(
                        new Waiting(
                                WEB, "bali", 1, now, now.plusSeconds(300), "0/3 nodes: too small")),
                strandings.waiting(seen("one"), now));
        at(0, "one");
        assertEquals(
                List.of(
                        new Waiting(
                                WEB, "bali", 2, NOW, NOW.plusSeconds(300), "0/3 nodes: too small")),
                strandings.waiting(seen("one", "two"), now));
        assertEquals(List.of(), strandings.waiting(List.of(), now));
    }

    private Map<Template, Map<String, Integer>> at(int seconds, String... pods) {
        return strandings.due(seen(pods), NOW.plusSeconds(seconds));
    }

    private static List<Sighting> seen(String... pods) {
        return Stream.of(pods)
                .map(pod -> new Sighting(WEB, "bali", pod, "0/3 nodes: too small"))
                .toList();
    }
}
