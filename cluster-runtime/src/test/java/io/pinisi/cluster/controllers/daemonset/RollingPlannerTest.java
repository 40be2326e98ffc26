package io.pinisi.cluster.controllers.daemonset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which nodes go over next. A node is written by its pods: {@code o} old, {@code n} new, upper case
 * where the pod is available.
 */
class RollingPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    1,    0, O O O,    '',    0
                    2,    0, O O O,    '',    0-1
                    50%,  0, O O O O,  '',    0-1
                    1,    0, N O O,    '',    1
                    1,    0, n O O,    '',    ''
                    1,    0, o O O,    '',    0
                    1,    0, o o O,    '',    0-1
                    2,    0, n O O,    '',    1
                    1,    0, N N N,    '',    ''
                    0,    1, O O O,    0,     ''
                    0,    1, On O O,   '',    ''
                    0,    1, ON O O,   1,     0
                    0,    1, o O O,    0-1,   ''
                    0,    2, On O O,   1,     ''
                    """)
    void choosesNodes(
            String unavailable, String surge, String nodes, String create, String delete) {
        DaemonPlan plan = RollingPlanner.plan(state(unavailable, surge, nodes.split(" ")));
        assertEquals(create, String.join("-", plan.create()));
        assertEquals(
                delete, String.join("-", plan.delete().stream().map(DaemonPods::nodeOf).toList()));
    }

    private static DaemonState state(String unavailable, String surge, String... nodes) {
        String amounts =
                "'maxUnavailable': %s, 'maxSurge': %s".formatted(quoted(unavailable), surge);
        DaemonSetView set =
                new DaemonSetView(
                        ControllerBench.tree(
                                "{'spec': {'updateStrategy': {'type': 'RollingUpdate',"
                                        + " 'rollingUpdate': {"
                                        + amounts
                                        + "}}}}"));
        Map<String, NodeFit> fits = new TreeMap<>();
        Map<String, List<PodView>> pods = new TreeMap<>();
        for (int i = 0; i < nodes.length; i++) {
            String node = Integer.toString(i);
            fits.put(node, NodeFit.WANTED);
            List<PodView> views = new ArrayList<>();
            nodes[i].chars().forEach(c -> views.add(pod(node, (char) c)));
            pods.put(node, views);
        }
        return new DaemonState(set, "new", fits, pods, NOW);
    }

    private static String quoted(String amount) {
        return amount.endsWith("%") ? "'" + amount + "'" : amount;
    }

    private static PodView pod(String node, char kind) {
        String hash = Character.toLowerCase(kind) == 'n' ? "new" : "old";
        String ready = Character.isUpperCase(kind) ? "True" : "False";
        return new PodView(
                ControllerBench.tree(
                        "{'metadata': {'name': '%s%s', 'labels': {'controller-revision-hash': '%s'}}, 'spec': {'nodeName': '%s'}, 'status': {'phase': 'Running', 'conditions': [{'type': 'Ready', 'status': '%s'}]}}"
                                .formatted(hash, node, hash, node, ready)));
    }
}
