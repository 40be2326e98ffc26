package io.pinisi.federation.placement;

import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pinisi.federation.placement.SchedulePriority.Level;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class SchedulePriorityTest {
    private static final Map<String, Level> CLASSES =
            Map.of("gold", new Level(1000, false), "", new Level(5, true));

    private static SchedulePriority written(String priority) {
        return Objects.requireNonNull(SchedulePriority.of(yaml("schedulePriority: " + priority)));
    }

    private static OptionalInt value(String priority, String object) {
        return written(priority).value(yaml(object), CLASSES::get);
    }

    @Test
    void aPolicyThatSaysNothingHasNone() {
        assertNull(SchedulePriority.of(yaml("placement: {}")));
    }

    @Test
    void theNamedClassCountsAndTheUsualOneWhereNoneIsNamed() {
        String policy = "{priorityClassSource: KubePriorityClass, priorityClassName: gold}";
        assertEquals(OptionalInt.of(1000), value(policy, "kind: ConfigMap"));
        assertEquals(
                OptionalInt.of(5),
                value("{priorityClassSource: KubePriorityClass}", "kind: ConfigMap"));
        assertEquals(
                OptionalInt.of(0),
                written("{priorityClassSource: KubePriorityClass}")
                        .value(yaml("kind: ConfigMap"), name -> null));
    }

    @Test
    void aClassThatDoesNotExistIsNone() {
        String policy = "{priorityClassSource: KubePriorityClass, priorityClassName: tin}";
        assertEquals(OptionalInt.empty(), value(policy, "kind: ConfigMap"));
    }

    @Test
    void podsSayTheirOwn() {
        String policy = "{priorityClassSource: PodPriorityClass}";
        assertEquals(
                OptionalInt.of(1000),
                value(
                        policy,
                        "{kind: Deployment, spec: {template: {spec: {priorityClassName: gold}}}}"));
        assertEquals(
                OptionalInt.of(1000),
                value(policy, "{kind: Pod, spec: {priorityClassName: gold}}"));
        assertEquals(OptionalInt.of(5), value(policy, "{kind: ConfigMap}"));
    }
}
