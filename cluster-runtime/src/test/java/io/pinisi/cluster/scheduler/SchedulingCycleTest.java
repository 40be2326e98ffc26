package io.pinisi.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulingCycleTest {
    private final SchedulingCycle cycle = new SchedulingCycle(Profile.standard());

    private static NodeState node(String name, String more, PodFacts... pods) {
        return NodeState.of(
                ControllerBench.tree(
                        """
                        {'metadata': {'name': '%s', 'labels': {'kubernetes.io/hostname': '%s',
                          'disk': '%s', 'zone': 'z-%s'}},
                         'spec': {%s},
                         'status': {'allocatable':
                          {'cpu': '2', 'memory': '4Gi', 'pods': '3', 'example.com/gpu': '1'}}}
                        """
                                .formatted(
                                        name,
                                        name,
                                        name.equals("a") ? "ssd" : "hdd",
                                        name.equals("c") ? "2" : "1",
                                        more)),
                List.of(pods));
    }

    private static PodFacts pod(String name, String spec) {
        return PodFacts.of(
                ControllerBench.tree(
                        """
                        {'metadata': {'name': '%s', 'namespace': 'default', 'uid': '%s',
                          'labels': {'app': 'web'}},
                         'spec': {%s}}
                        """
                                .formatted(name, name, spec)));
    }

    private static String asks(String requests) {
        return "'containers': [{'name': 'c', 'image': 'nginx', 'resources': {'requests': {"
                + requests
                + "}}}]";
    }

    private static ClusterSnapshot cluster(NodeState... nodes) {
        boolean crowded =
                List.of(nodes).stream()
                        .flatMap(node -> node.pods().stream())
                        .anyMatch(PodFacts::hasAffinity);
        return new ClusterSnapshot(
                List.of(nodes),
                Map.of("default", Map.of("team", "x")),
                Map.of(),
                crowded,
                VolumeState.NONE);
    }

    private String place(PodFacts pod, ClusterSnapshot cluster) {
        return switch (cycle.decide(pod, cluster, Kin.NONE, 0)) {
            case Decision.Placement placement -> placement.node();
            case Decision.Unschedulable unschedulable -> unschedulable.message();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'cpu': '3' | 0/2 nodes are available: 2 Insufficient cpu.",
                "'memory': '5Gi' | 0/2 nodes are available: 2 Insufficient memory.",
                "'cpu': '3', 'memory': '5Gi' | 0/2 nodes are available: 2 Insufficient cpu, 2"
                        + " Insufficient memory.",
                "'example.com/gpu': '2' | 0/2 nodes are available: 2 Insufficient"
                        + " example.com/gpu."
            })
    void saysWhichResourceIsMissing(String requests, String message) {
        assertEquals(
                message, place(pod("p", asks(requests)), cluster(node("a", ""), node("b", ""))));
    }

    @Test
    void diagnosisCountsReasonsOverNodes() {
        ClusterSnapshot cluster =
                cluster(
                        node("a", "", pod("x", asks("'cpu': '1500m'"))),
                        node(
                                "b",
                                "'taints': [{'key': 'k', 'value': 'v', 'effect': 'NoSchedule'}]"));
        Decision.Unschedulable decision =
                assertInstanceOf(
                        Decision.Unschedulable.class,
                        cycle.decide(pod("p", asks("'cpu': '1'")), cluster, Kin.NONE, 0));
        assertEquals(
                "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint"
                        + " {k: v}.",
                decision.message());
        assertEquals(
                new Decision.Refusal("a", "NodeResourcesFit", List.of("Insufficient cpu")),
                decision.refusals().getFirst());
    }

    @Test
    void emptyClusterIsTold() {
        assertEquals("no nodes available to schedule pods", place(pod("p", ""), cluster()));
    }

    @Test
    void cordonedNodeAndFullNodeAreLeftOut() {
        ClusterSnapshot cluster =
                cluster(
                        node("a", "'unschedulable': true"),
                        node("b", "", pod("1", ""), pod("2", ""), pod("3", "")));
        assertEquals(
                "0/2 nodes are available: 1 Too many pods, 1 node(s) were unschedulable.",
                place(pod("p", ""), cluster));
    }

    @Test
    void selectorAndAffinityChooseNodes() {
        ClusterSnapshot cluster = cluster(node("a", ""), node("b", ""), node("c", ""));
        assertEquals("a", place(pod("p", "'nodeSelector': {'disk': 'ssd'}"), cluster));
        String affinity =
                """
                'affinity': {'nodeAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':
                 {'nodeSelectorTerms': [{'matchExpressions':
                  [{'key': 'zone', 'operator': 'In', 'values': ['z-2']}]}]}}}
                """;
        assertEquals("c", place(pod("p", affinity), cluster));
        assertEquals(
                "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.",
                place(pod("p", "'nodeSelector': {'disk': 'tape'}"), cluster));
    }

    @Test
    void preferredAffinityDecidesAmongEqualNodes() {
        String affinity =
                """
                'affinity': {'nodeAffinity': {'preferredDuringSchedulingIgnoredDuringExecution':
                 [{'weight': 1, 'preference': {'matchExpressions':
                  [{'key': 'disk', 'operator': 'In', 'values': ['ssd']}]}}]}}
                """;
        for (int i = 0; i < 10; i++) {
            assertEquals("a", place(pod("p" + i, affinity), cluster(node("b", ""), node("a", ""))));
        }
    }

    @Test
    void tolerationOpensATaintedNode() {
        NodeState tainted =
                node("a", "'taints': [{'key': 'k', 'value': 'v', 'effect': 'NoSchedule'}]");
        String tolerates = "'tolerations': [{'key': 'k', 'operator': 'Exists'}]";
        assertEquals("a", place(pod("p", tolerates), cluster(tainted)));
        String wrong = "'tolerations': [{'key': 'k', 'value': 'other'}]";
        assertEquals(
                "0/1 nodes are available: 1 node(s) had untolerated taint {k: v}.",
                place(pod("p", wrong), cluster(tainted)));
    }

    @Test
    void hostPortIsGivenOnce() {
        String port =
                "'containers': [{'name': 'c', 'ports': [{'hostPort': 80, 'containerPort': 80}]}]";
        ClusterSnapshot cluster = cluster(node("a", "", pod("x", port)), node("b", ""));
        assertEquals("b", place(pod("p", port), cluster));
    }

    @Test
    void emptierNodeIsLiked() {
        ClusterSnapshot cluster =
                cluster(node("a", "", pod("x", asks("'cpu': '1'"))), node("b", ""));
        for (int i = 0; i < 10; i++) {
            assertEquals("b", place(pod("p" + i, asks("'cpu': '100m'")), cluster));
        }
    }

    @Test
    void spreadConstraintIsKept() {
        String spread =
                """
                'topologySpreadConstraints': [{'maxSkew': 1, 'topologyKey': 'zone',
                 'whenUnsatisfiable': 'DoNotSchedule',
                 'labelSelector': {'matchLabels': {'app': 'web'}}}]
                """;
        ClusterSnapshot cluster =
                cluster(node("a", "", pod("x", spread)), node("b", ""), node("c", ""));
        assertEquals("c", place(pod("p", spread), cluster));
        ClusterSnapshot noZone = cluster(node("a", "", pod("x", spread)));
        assertEquals("a", place(pod("p", spread), noZone));
    }

    @Test
    void antiAffinityWorksBothWays() {
        String apart =
                """
                'affinity': {'podAntiAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':
                 [{'topologyKey': 'kubernetes.io/hostname',
                  'labelSelector': {'matchLabels': {'app': 'web'}}}]}}
                """;
        assertEquals(
                "0/1 nodes are available: 1 node(s) didn't match pod anti-affinity rules.",
                place(pod("p", apart), cluster(node("a", "", pod("x", "")))));
        assertEquals(
                "0/1 nodes are available: 1 node(s) didn't satisfy existing pods anti-affinity"
                        + " rules.",
                place(pod("p", ""), cluster(node("a", "", pod("x", apart)))));
        assertEquals(
                "b", place(pod("p", apart), cluster(node("a", "", pod("x", "")), node("b", ""))));
    }

    @Test
    void affinityFindsCompanyAndTheFirstOfAGroupMayStandAnywhere() {
        String together =
                """
                'affinity': {'podAffinity': {'requiredDuringSchedulingIgnoredDuringExecution':
                 [{'topologyKey': 'zone', 'labelSelector': {'matchLabels': {'app': '%s'}}}]}}
                """;
        ClusterSnapshot cluster = cluster(node("a", ""), node("c", "", pod("x", "")));
        assertEquals("c", place(pod("p", together.formatted("web")), cluster));
        assertEquals(
                "0/2 nodes are available: 2 node(s) didn't match pod affinity rules.",
                place(pod("p", together.formatted("db")), cluster));
        assertEquals("a", place(pod("p", together.formatted("web")), cluster(node("a", ""))));
    }

    @Test
    void kinAreSpreadOverNodes() {
        Kin kin = new Kin(LabelSelector.parse("app=web"));
        List<NodeState> nodes =
                new ArrayList<>(List.of(node("a", ""), node("b", ""), node("c", "")));
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < 6; i++) {
            PodFacts pod = pod("p" + i, "");
            Decision.Placement placement =
                    assertInstanceOf(
                            Decision.Placement.class,
                            cycle.decide(
                                    pod,
                                    new ClusterSnapshot(
                                            nodes, Map.of(), Map.of(), false, VolumeState.NONE),
                                    kin,
                                    i));
            counts.merge(placement.node(), 1, Integer::sum);
            nodes.replaceAll(n -> n.name().equals(placement.node()) ? n.with(pod) : n);
        }
        assertEquals(Map.of("a", 2, "b", 2, "c", 2), counts);
    }

    @Test
    void initContainersAndSidecarsCountAsTheyRun() {
        String containers =
                """
                'initContainers': [
                  {'name': 's', 'restartPolicy': 'Always',
                   'resources': {'requests': {'cpu': '100m'}}},
                  {'name': 'i', 'resources': {'requests': {'cpu': '1'}}}],
                'containers': [{'name': 'c', 'resources': {'requests': {'cpu': '500m'}}}],
                'overhead': {'cpu': '50m'}
                """;
        assertEquals(1150, pod("p", containers).requests().get("cpu"));
    }
}
