package io.pinisi.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreemptionTest {
    private static final int ROUNDS = 300;

    private final Preemption preemption = new Preemption(Profile.standard());
    private final SchedulingCycle cycle = new SchedulingCycle(Profile.standard());

    private static PodFacts pod(String name, int priority, String cpu, int age) {
        return PodFacts.of(
                ControllerBench.tree(
                        """
                        {'metadata': {'name': '%s', 'namespace': 'shop', 'uid': '%s',
                          'labels': {'app': '%s'}, 'creationTimestamp': '2026-01-01T00:00:%02dZ'},
                         'spec': {'priority': %d, 'containers':
                          [{'name': 'c', 'resources': {'requests': {'cpu': '%s'}}}]}}
                        """
                                .formatted(
                                        name,
                                        name,
                                        name.substring(0, 1),
                                        59 - age,
                                        priority,
                                        cpu)));
    }

    private static NodeState node(String name, String taints, PodFacts... pods) {
        return NodeState.of(
                ControllerBench.tree(
                        """
                        {'metadata': {'name': '%s'}, 'spec': {'taints': [%s]},
                         'status': {'allocatable': {'cpu': '2', 'memory': '4Gi', 'pods': '10'}}}
                        """
                                .formatted(name, taints)),
                List.of(pods));
    }

    private static ClusterSnapshot cluster(NodeState... nodes) {
        return new ClusterSnapshot(List.of(nodes), Map.of(), Map.of(), false, VolumeState.NONE);
    }

    private static DisruptionBudget budget(String app, int allowed) {
        return new DisruptionBudget(
                "shop", LabelSelector.exactly(Map.of("app", app)), allowed, Set.of());
    }

    private Preemption.Outcome plan(
            PodFacts pod, ClusterSnapshot cluster, DisruptionBudget... budgets) {
        Decision.Unschedulable refused =
                assertInstanceOf(
                        Decision.Unschedulable.class, cycle.decide(pod, cluster, Kin.NONE, 0));
        return preemption.plan(pod, cluster, refused.refusals(), List.of(budgets));
    }

    private String outcome(PodFacts pod, ClusterSnapshot cluster, DisruptionBudget... budgets) {
        return switch (plan(pod, cluster, budgets)) {
            case Preemption.Outcome.None(String message) -> message;
            case Preemption.Outcome.Room(String node, List<PodFacts> victims) ->
                    node + victims.stream().map(victim -> victim.key().name()).toList();
        };
    }

    @Test
    void noMorePodsEndThanAreInTheWay() {
        NodeState node =
                node(
                        "n",
                        "",
                        pod("a", 1, "500m", 1),
                        pod("b", 2, "500m", 1),
                        pod("c", 3, "500m", 1),
                        pod("d", 99, "500m", 1));
        assertEquals("n[a]", outcome(pod("p", 50, "500m", 0), cluster(node)));
        assertEquals("n[b, a]", outcome(pod("p", 50, "1", 0), cluster(node)));
        assertEquals(
                "0/1 nodes are available: 1 No preemption victims found for incoming pod.",
                outcome(pod("p", 50, "2", 0), cluster(node)));
    }

    @Test
    void amongEqualsTheYoungestEnds() {
        NodeState node = node("n", "", pod("old", 1, "1", 30), pod("young", 1, "1", 3));
        assertEquals("n[young]", outcome(pod("p", 50, "1", 0), cluster(node)));
    }

    @Test
    void theNodeWithTheLeastImportantVictimsIsTaken() {
        assertEquals(
                "b[x]",
                outcome(
                        pod("p", 50, "2", 0),
                        cluster(
                                node("a", "", pod("w", 9, "2", 1)),
                                node("b", "", pod("x", 3, "2", 1)),
                                node("c", "", pod("y", 3, "1", 1), pod("z", 3, "1", 1)))));
    }

    @Test
    void whatABudgetProtectsEndsOnlyWhereNothingElseHelps() {
        ClusterSnapshot two =
                cluster(node("a", "", pod("w", 1, "2", 1)), node("b", "", pod("x", 9, "2", 1)));
        assertEquals("b[x]", outcome(pod("p", 50, "2", 0), two, budget("w", 0)));
        assertEquals("a[w]", outcome(pod("p", 50, "2", 0), two, budget("w", 1)));
        assertEquals("a[w]", outcome(pod("p", 50, "2", 0), two, budget("w", 0), budget("x", 0)));
        NodeState one = node("n", "", pod("low", 1, "1", 1), pod("mid", 5, "1", 1));
        assertEquals("n[mid]", outcome(pod("p", 50, "1", 0), cluster(one), budget("l", 0)));
    }

    @Test
    void whereOnlyTheNodeIsWrongNobodyEnds() {
        NodeState tainted =
                node(
                        "t",
                        "{'key': 'k', 'value': 'v', 'effect': 'NoSchedule'}",
                        pod("a", 1, "2", 1));
        assertEquals(
                "0/2 nodes are available: 1 No preemption victims found for incoming pod., 1"
                        + " Preemption is not helpful for scheduling.",
                outcome(pod("p", 5, "1", 0), cluster(tainted, node("u", "", pod("b", 5, "2", 1)))));
    }

    @Test
    void roomThatIsBeingMadeIsNotForLesserPods() {
        PodFacts awaited = pod("awaited", 50, "2", 0);
        ClusterSnapshot cluster =
                new ClusterSnapshot(
                        List.of(node("n", "")),
                        Map.of(),
                        Map.of("n", List.of(awaited)),
                        false,
                        VolumeState.NONE);
        assertInstanceOf(
                Decision.Unschedulable.class,
                cycle.decide(pod("q", 1, "1", 0), cluster, Kin.NONE, 0));
        assertInstanceOf(Decision.Placement.class, cycle.decide(awaited, cluster, Kin.NONE, 0));
        assertInstanceOf(
                Decision.Placement.class, cycle.decide(pod("q", 51, "1", 0), cluster, Kin.NONE, 0));
    }

    /** Whatever the cluster: the victims matter less, they are needed, and they are enough. */
    @Test
    void victimsAreLessImportantEnoughAndEachOfThemNeeded() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            NodeState[] nodes = new NodeState[1 + random.nextInt(4)];
            Arrays.setAll(nodes, i -> filled("n" + i, random));
            ClusterSnapshot cluster = cluster(nodes);
            PodFacts pod = pod("p", 1 + random.nextInt(5), random.nextInt(1, 21) + "00m", 0);
            if (cycle.decide(pod, cluster, Kin.NONE, 0) instanceof Decision.Placement) {
                continue;
            }
            if (plan(pod, cluster, budget("a", 0))
                    instanceof Preemption.Outcome.Room(String name, List<PodFacts> victims)) {
                String told = "seed " + seed + ", round " + round;
                NodeState left =
                        Arrays.stream(nodes)
                                .filter(node -> node.name().equals(name))
                                .findFirst()
                                .orElseThrow();
                for (PodFacts victim : victims) {
                    assertTrue(victim.priority() < pod.priority(), told);
                    left = left.without(victim);
                }
                assertInstanceOf(
                        Decision.Placement.class,
                        cycle.decide(pod, cluster(left), Kin.NONE, 0),
                        told);
                for (PodFacts victim : victims) {
                    assertInstanceOf(
                            Decision.Unschedulable.class,
                            cycle.decide(pod, cluster(left.with(victim)), Kin.NONE, 0),
                            told);
                }
            }
        }
    }

    private static NodeState filled(String name, Random random) {
        List<PodFacts> pods = new ArrayList<>();
        int free = 20;
        for (int size = random.nextInt(1, 9); size <= free; size = random.nextInt(1, 9)) {
            String pod = (random.nextBoolean() ? "a-" : "b-") + name + "-" + pods.size();
            pods.add(pod(pod, random.nextInt(5), size + "00m", random.nextInt(60)));
            free -= size;
        }
        return node(name, "", pods.toArray(PodFacts[]::new));
    }
}
