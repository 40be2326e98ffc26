package io.pinisi.federation.deschedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
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

    private Map<Template, Map<String, Integer>> at(int seconds, String... pods) {
        return strandings.due(
                pods.length == 0 ? Map.of() : Map.of(WEB, Map.of("bali", Set.of(pods))),
                NOW.plusSeconds(seconds));
    }
}
