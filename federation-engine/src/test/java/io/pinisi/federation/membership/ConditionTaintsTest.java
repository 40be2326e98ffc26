package io.pinisi.federation.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

final class ConditionTaintsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:09Z");
    private static final HealthJudge.Verdict WELL =
            new HealthJudge.Verdict("True", "ClusterReady", "");
    private static final HealthJudge.Verdict LOST =
            new HealthJudge.Verdict("False", HealthJudge.NOT_REACHABLE, "");
    private static final HealthJudge.Verdict ILL =
            new HealthJudge.Verdict("False", HealthJudge.NOT_READY, "");

    @Test
    void aLostClusterKeepsNewObjectsAwayAndLetsOthersGo() {
        ArrayNode taints = next("[{key: mine, effect: NoSchedule}]", LOST);
        assertEquals(
                List.of(
                        "mine NoSchedule ",
                        "cluster.karmada.io/unreachable NoSchedule 2026-01-01T00:00:09Z",
                        "cluster.karmada.io/unreachable NoExecute 2026-01-01T00:00:09Z"),
                shown(taints));
        assertTrue(ConditionTaints.next(cluster(taints.toString()), LOST, NOW).isEmpty());
    }

    @Test
    void theTimeIsThatOfTheFirstIllness() {
        String before =
                "[{key: cluster.karmada.io/unreachable, effect: NoExecute, timeAdded:"
                        + " '2026-01-01T00:00:01Z'}]";
        assertEquals(
                List.of(
                        "cluster.karmada.io/not-ready NoSchedule 2026-01-01T00:00:01Z",
                        "cluster.karmada.io/not-ready NoExecute 2026-01-01T00:00:01Z"),
                shown(next(before, ILL)));
    }

    @Test
    void aClusterThatIsWellKeepsOnlyWhatPeopleSet() {
        String both =
                "[{key: cluster.karmada.io/not-ready, effect: NoExecute}, {key: mine, effect:"
                        + " NoSchedule}]";
        assertEquals(List.of("mine NoSchedule "), shown(next(both, WELL)));
        assertTrue(ConditionTaints.next(cluster("[]"), WELL, NOW).isEmpty());
    }

    @Test
    void ofAClusterThatWasNeverAskedNothingIsSaid() {
        HealthJudge.Verdict unknown = new HealthJudge.Verdict("Unknown", "ClusterNotProbed", "");
        assertTrue(ConditionTaints.next(cluster("[]"), unknown, NOW).isEmpty());
    }

    private static ArrayNode next(String taints, HealthJudge.Verdict verdict) {
        return ConditionTaints.next(cluster(taints), verdict, NOW).orElseThrow();
    }

    private static List<String> shown(ArrayNode taints) {
        return taints.valueStream()
                .map(
                        taint ->
                                taint.path("key").asString("")
                                        + " "
                                        + taint.path("effect").asString("")
                                        + " "
                                        + taint.path("timeAdded").asString(""))
                .toList();
    }

    private static ObjectNode cluster(String taints) {
        return Yaml.parse("metadata: {name: bali}\nspec: {taints: " + taints + "}").getFirst();
    }
}
