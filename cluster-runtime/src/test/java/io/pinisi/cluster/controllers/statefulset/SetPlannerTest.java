package io.pinisi.cluster.controllers.statefulset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.controllers.history.Revision;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is done next. Pods stand in the order of their ordinals: {@code o} of the old template,
 * {@code n} of the new, upper case where available, {@code x} ended by itself, {@code -} none.
 */
class SetPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    OrderedReady, 3, 0, ---,   +0
                    OrderedReady, 3, 0, N--,   +1
                    OrderedReady, 3, 0, n--,   ''
                    Parallel,     3, 0, n--,   +1 +2
                    OrderedReady, 2, 0, xN,    x0
                    OrderedReady, 1, 0, NNN,   -2
                    OrderedReady, 1, 0, NnN,   -2
                    OrderedReady, 1, 0, Nnn,   ''
                    OrderedReady, 1, 0, NNn,   -2
                    Parallel,     1, 0, NnN,   -2 -1
                    OrderedReady, 3, 0, OOO,   -2
                    OrderedReady, 3, 0, OON,   -1
                    OrderedReady, 3, 0, OOn,   ''
                    OrderedReady, 3, 2, OON,   ''
                    OrderedReady, 3, 3, OOO,   ''
                    Parallel,     3, 0, OOO,   -2
                    OrderedReady, 3, 0, NNN,   ''
                    """)
    void decides(String management, int replicas, int partition, String pods, String expected) {
        List<SetAction> actions = SetPlanner.plan(state(management, replicas, partition, pods));
        assertEquals(
                expected,
                actions.stream().map(SetPlannerTest::text).collect(Collectors.joining(" ")));
    }

    private static String text(SetAction action) {
        return switch (action) {
            case SetAction.Create create -> "+" + create.ordinal();
            case SetAction.Delete delete -> "-" + ordinal(delete.pod().metadata().name());
            case SetAction.Recreate recreate -> "x" + ordinal(recreate.pod().metadata().name());
            case SetAction.Mend mend -> "~" + mend.ordinal();
        };
    }

    private static String ordinal(String pod) {
        return pod.substring(pod.lastIndexOf('-') + 1);
    }

    private static SetState state(String management, int replicas, int partition, String kinds) {
        StatefulSetView set =
                new StatefulSetView(
                        ControllerBench.tree(
                                "{'metadata': {'name': 'db'}, 'spec': {'replicas': %d, 'podManagementPolicy': '%s', 'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'partition': %d}}}}"
                                        .formatted(replicas, management, partition)));
        List<ObjectNode> pods = new ArrayList<>();
        for (int ordinal = 0; ordinal < kinds.length(); ordinal++) {
            if (kinds.charAt(ordinal) != '-') {
                pods.add(pod(ordinal, kinds.charAt(ordinal)));
            }
        }
        return SetState.of(set, revision("old"), revision("new"), pods, NOW);
    }

    private static Revision revision(String name) {
        return new Revision(ControllerBench.tree("{'metadata': {'name': '" + name + "'}}"));
    }

    private static ObjectNode pod(int ordinal, char kind) {
        String revision = Character.toLowerCase(kind) == 'o' ? "old" : "new";
        String phase = kind == 'x' ? "Failed" : "Running";
        String ready = Character.isUpperCase(kind) ? "True" : "False";
        return ControllerBench.tree(
                "{'metadata': {'name': 'db-%d', 'labels': {'controller-revision-hash': '%s', 'statefulset.kubernetes.io/pod-name': 'db-%d', 'apps.kubernetes.io/pod-index': '%d'}}, 'status': {'phase': '%s', 'conditions': [{'type': 'Ready', 'status': '%s'}]}}"
                        .formatted(ordinal, revision, ordinal, ordinal, phase, ready));
    }
}
