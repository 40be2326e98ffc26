package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.health.Health;
import io.pinisi.portal.fleet.Condition;
import io.pinisi.portal.status.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StatusesTest {
    @Test
    void everyHealthHasALevelAndKeepsItsMessage() {
        assertEquals(Level.HEALTHY, Statuses.of(Health.HEALTHY, "").level());
        assertEquals(Level.PROGRESSING, Statuses.of(Health.PROGRESSING, "").level());
        assertEquals(Level.FAILED, Statuses.of(Health.UNHEALTHY, "").level());
        assertEquals(Level.UNREACHABLE, Statuses.of(Health.UNKNOWN, "").level());
        assertEquals(Level.UNKNOWN, Statuses.of(Health.NO_RULE, "").level());
        assertEquals("2 missing", Statuses.of(Health.UNHEALTHY, "2 missing").detail());
    }

    @Test
    void conditionsAreReadWhateverAMemberReports() {
        ObjectNode object =
                Json.parse(
                        """
                        {"status": {"conditions": [
                          {"type": "Ready", "status": "True",
                           "lastTransitionTime": "2026-01-02T03:04:05Z"},
                          {"type": "Odd", "status": 7, "lastTransitionTime": "yesterday"}]}}
                        """
                                .getBytes(StandardCharsets.UTF_8));
        List<Condition> conditions = Trees.conditions(object);
        assertEquals(2, conditions.size());
        assertEquals(Instant.parse("2026-01-02T03:04:05Z"), conditions.getFirst().since());
        assertEquals("Odd", conditions.getLast().type());
        assertNull(conditions.getLast().since());
        assertEquals(List.of(), Trees.conditions(Json.object()));
    }
}
