package io.pinisi.cluster.controllers.autoscaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.controllers.testing.ControllerBench;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private static Pace.Paced hold(
            String behavior, ScalingHistory history, int current, int recommended) {
        AutoscalerView autoscaler =
                new AutoscalerView(
                        ControllerBench.tree(
                                "{'metadata': {'name': 'a'}, 'spec': {'minReplicas': 2, 'maxReplicas': 20%s}}"
                                        .formatted(
                                                behavior.isEmpty()
                                                        ? ""
                                                        : ", 'behavior': " + behavior)));
        return Pace.hold(autoscaler, history, current, recommended, NOW);
    }

    @ParameterizedTest(name = "from {0} to {1}: {2} {3}")
    @CsvSource({
        "3, 5, 5, DesiredWithinRange",
        "3, 7, 6, ScaleUpLimit",
        "2, 9, 4, ScaleUpLimit",
        "15, 40, 20, TooManyReplicas",
        "5, 1, 2, TooFewReplicas",
        "5, 3, 3, DesiredWithinRange",
    })
    void withoutBehavior(int current, int recommended, int expected, String limited) {
        Pace.Paced paced = hold("", ScalingHistory.NONE, current, recommended);
        assertEquals(expected, paced.replicas());
        assertEquals(limited, paced.limited().reason());
    }

    @ParameterizedTest(name = "from {0} to {1}: {2} {3}")
    @CsvSource({
        "2, 9, 6, ScaleUpLimit",
        "6, 19, 12, ScaleUpLimit",
        "15, 40, 20, TooManyReplicas",
        "9, 1, 2, TooFewReplicas",
    })
    void aBehaviorWithoutRulesHasTheUsualOnes(
            int current, int recommended, int expected, String limited) {
        Pace.Paced paced = hold("{'scaleUp': {}}", ScalingHistory.NONE, current, recommended);
        assertEquals(expected, paced.replicas());
        assertEquals(limited, paced.limited().reason());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"Max, 5", "Min, 9", "Disabled, 10"})
    void policiesHoldTheWayDown(String select, int expected) {
        String behavior =
                "{'scaleDown': {'selectPolicy': '%s', 'policies': [{'type': 'Pods', 'value': 1, 'periodSeconds': 60}, {'type': 'Percent', 'value': 50, 'periodSeconds': 60}]}}"
                        .formatted(select);
        Pace.Paced paced = hold(behavior, ScalingHistory.NONE, 10, 2);
        assertEquals(expected, paced.replicas());
        assertEquals("ScaleDownLimit", paced.limited().reason());
    }

    @Test
    void whatWasDoneWithinThePeriodCounts() {
        String behavior =
                "{'scaleUp': {'policies': [{'type': 'Pods', 'value': 4, 'periodSeconds': 60}]}}";
        ScalingHistory lately = ScalingHistory.NONE.changedBy(3, NOW.minusSeconds(59));
        ScalingHistory before = ScalingHistory.NONE.changedBy(3, NOW.minusSeconds(60));
        assertEquals(6, hold(behavior, lately, 5, 15).replicas());
        assertEquals(9, hold(behavior, before, 5, 15).replicas());
    }

    @Test
    void theWayDownWaitsForTheHighestOfFiveMinutes() {
        ScalingHistory recent = ScalingHistory.NONE.recommending(8, NOW.minusSeconds(299));
        ScalingHistory old = ScalingHistory.NONE.recommending(8, NOW.minusSeconds(300));
        Pace.Paced held = hold("", recent, 8, 3);
        assertEquals(8, held.replicas());
        assertEquals("ScaleDownStabilized", held.able().reason());
        Pace.Paced free = hold("", old, 8, 3);
        assertEquals(3, free.replicas());
        assertEquals("ReadyForNewScale", free.able().reason());
    }

    @Test
    void aWindowHoldsTheWayUpToo() {
        String behavior = "{'scaleUp': {'stabilizationWindowSeconds': 60}}";
        ScalingHistory recent = ScalingHistory.NONE.recommending(4, NOW.minusSeconds(30));
        Pace.Paced held = hold(behavior, recent, 4, 6);
        assertEquals(4, held.replicas());
        assertEquals("ScaleUpStabilized", held.able().reason());
        assertEquals(6, hold("{'scaleUp': {}}", recent, 4, 6).replicas());
    }
}
