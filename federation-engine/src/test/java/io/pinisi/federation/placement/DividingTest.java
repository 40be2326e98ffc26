package io.pinisi.federation.placement;

import static io.pinisi.federation.placement.Objects.deployment;
import static io.pinisi.federation.placement.Objects.rules;
import static io.pinisi.federation.placement.Objects.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.federation.placement.Decision.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DividingTest {
    private static final String DYNAMIC =
            "replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference:"
                    + " Weighted, weightPreference: {dynamicWeight: AvailableReplicas}}";
    private static final String AGGREGATED =
            "replicaScheduling: {replicaSchedulingType: Divided, replicaDivisionPreference:"
                    + " Aggregated}";

    @Test
    void aFirstDivisionGoesByRoom() {
        assertEquals(Map.of("m1", 6, "m2", 4, "m3", 2), shares(12, DYNAMIC, room(18, 12, 6)));
    }

    @Test
    void fewerReplicasShrinkWhatIsThereInProportion() {
        assertEquals(
                Map.of("m1", 1, "m2", 2, "m3", 3),
                shares(6, DYNAMIC, room(1, 1, 1), Map.of("m1", 2, "m2", 4, "m3", 6)));
    }

    @Test
    void onlyTheExtraReplicasAreDivided() {
        assertEquals(
                Map.of("m1", 6, "m2", 5, "m3", 2),
                shares(13, DYNAMIC, room(0, 10, 0), Map.of("m1", 6, "m2", 4, "m3", 2)));
    }

    @Test
    void withoutChangeNothingMovesWhateverTheRoom() {
        Map<String, Integer> before = Map.of("m1", 1, "m3", 5);
        assertEquals(before, shares(6, DYNAMIC, room(0, 100, 0), before));
        assertEquals(before, shares(6, AGGREGATED, room(0, 100, 0), before));
    }

    @Test
    void aggregatedTakesAsFewClustersAsHaveRoom() {
        assertEquals(Map.of("m1", 6, "m2", 6), shares(12, AGGREGATED, room(6, 6, 6)));
        assertEquals(Map.of("m2", 5), shares(5, AGGREGATED, room(4, 9, 6)));
        assertEquals(Map.of("m3", 7), shares(7, AGGREGATED, room(50, 50, 5), Map.of("m3", 2)));
    }

    @Test
    void withoutRoomTheDecisionSaysSo() {
        Decision decision = Placer.place(deployment("x", "web", 19), rules(DYNAMIC), room(6, 6, 6));
        Result.Unschedulable result =
                assertInstanceOf(Result.Unschedulable.class, decision.result());
        assertEquals("the clusters have room for 18 of 19 replicas", result.why());
        assertEquals(
                Decision.Rule.REPLICA_DIVISION,
                decision.verdicts().getFirst().findings().getLast().rule());
    }

    @Test
    void aReplicaTakesUpWhatItAsksForAndAPod() {
        TemplateFacts greedy =
                TemplateFacts.of(
                        yaml(
                                """
                                apiVersion: apps/v1
                                kind: Deployment
                                metadata: {namespace: x, name: web, uid: u}
                                spec:
                                  replicas: 3
                                  template:
                                    spec:
                                      containers:
                                      - {name: a, resources: {requests: {cpu: 1500m}}}
                                """));
        List<ClusterFacts> clusters =
                List.of(
                        cluster("m1", "{cpu: '4', pods: '100'}", "{cpu: '1', pods: '9'}"),
                        cluster("m2", "{cpu: '4', pods: '10'}", "{cpu: '0', pods: '9'}"));
        Decision decision = Placer.place(greedy, rules(DYNAMIC), clusters);
        assertEquals(Map.of("m1", 2, "m2", 1), shares(decision));
    }

    @Test
    void aClusterThatIsLostGivesItsShareToTheOthers() {
        List<ClusterFacts> left = room(6, 2, 0).subList(0, 2);
        Previous before = new Previous(Map.of("m1", 2, "m2", 2, "m3", 4), "");
        Decision decision = Placer.place(deployment("x", "web", 8), rules(DYNAMIC), left, before);
        assertEquals(Map.of("m1", 5, "m2", 3), shares(decision));
    }

    @Test
    void overflowTakesOnlyWhatTheGroupHasNoRoomFor() {
        String groups =
                """
                clusterAffinities:
                - affinityName: own
                  clusterNames: [m1]
                  overflowAffinities: [{clusterNames: [m2]}, {clusterNames: [m3]}]
                """
                        + DYNAMIC;
        assertEquals(Map.of("m1", 5), shares(5, groups, room(6, 6, 6)));
        assertEquals(Map.of("m1", 6, "m2", 2), shares(8, groups, room(6, 6, 6)));
        assertEquals(Map.of("m1", 6, "m2", 6, "m3", 1), shares(13, groups, room(6, 6, 6)));
    }

    @Test
    void theNextGroupIsTakenWhereTheFirstHasNoRoomAndKept() {
        String groups =
                "clusterAffinities: [{affinityName: one, clusterNames: [m1]}, {affinityName: two,"
                        + " clusterNames: [m2, m3]}]\n"
                        + DYNAMIC;
        Decision decision = Placer.place(deployment("x", "web", 9), rules(groups), room(6, 6, 6));
        assertEquals(new Result.Placed("two"), decision.result());
        assertEquals(
                "the clusters have room for 6 of 9 replicas",
                decision.verdicts().getFirst().findings().get(4).why());
        Previous there = new Previous(shares(decision), "two");
        Decision later =
                Placer.place(deployment("x", "web", 5), rules(groups), room(90, 0, 0), there);
        assertEquals(new Result.Placed("two"), later.result());
        assertTrue(
                Placer.place(deployment("x", "web", 99), rules(groups), room(6, 6, 6)).result()
                        instanceof Result.Unschedulable);
    }

    @Test
    void roomDecidesWhichClustersASpreadTakes() {
        String spread =
                "spreadConstraints: [{spreadByField: cluster, minGroups: 2, maxGroups: 2}]\n";
        assertEquals(Map.of("m1", 32, "m3", 48), shares(80, spread + DYNAMIC, room(40, 30, 60)));
        Decision none =
                Placer.place(
                        deployment("x", "web", 101), rules(spread + DYNAMIC), room(40, 30, 60));
        assertInstanceOf(Result.Unschedulable.class, none.result());
    }

    @Test
    void theSumIsRightNothingOverflowsAndNothingShrinksWhenMoreIsAskedFor() {
        Random random = new Random(11);
        for (int round = 0; round < 500; round++) {
            int[] free = {random.nextInt(30), random.nextInt(30), random.nextInt(30)};
            int total = random.nextInt(80);
            String mode = random.nextBoolean() ? DYNAMIC : AGGREGATED;
            Decision decision =
                    Placer.place(deployment("x", "web", total), rules(mode), room(free));
            if (total > free[0] + free[1] + free[2]) {
                assertInstanceOf(Result.Unschedulable.class, decision.result());
                continue;
            }
            Map<String, Integer> shares = shares(decision);
            assertEquals(total, shares.values().stream().mapToInt(Integer::intValue).sum());
            for (int i = 0; i < free.length; i++) {
                assertTrue(shares.getOrDefault("m" + (i + 1), 0) <= free[i]);
            }
            Previous before = new Previous(shares, "");
            Decision more =
                    Placer.place(
                            deployment("x", "web", total + 3), rules(mode), room(9, 9, 9), before);
            shares.forEach(
                    (name, share) -> assertTrue(shares(more).getOrDefault(name, 0) >= share, name));
        }
    }

    private static Map<String, Integer> shares(
            int replicas, String placement, List<ClusterFacts> clusters) {
        return shares(replicas, placement, clusters, Map.of());
    }

    private static Map<String, Integer> shares(
            int replicas,
            String placement,
            List<ClusterFacts> clusters,
            Map<String, Integer> before) {
        return shares(
                Placer.place(
                        deployment("x", "web", replicas),
                        rules(placement),
                        clusters,
                        new Previous(before, "")));
    }

    private static Map<String, Integer> shares(Decision decision) {
        Map<String, Integer> shares = new TreeMap<>();
        decision.targets().forEach(t -> shares.put(t.cluster(), t.replicas().orElse(-1)));
        return shares;
    }

    /** Clusters m1, m2 … where so many pods more fit. */
    private static List<ClusterFacts> room(int... pods) {
        List<ClusterFacts> clusters = new ArrayList<>();
        for (int i = 0; i < pods.length; i++) {
            clusters.add(cluster("m" + (i + 1), "{pods: '%d'}".formatted(pods[i]), "{}"));
        }
        return clusters;
    }

    private static ClusterFacts cluster(String name, String allocatable, String allocated) {
        return ClusterFacts.of(
                yaml(
                        """
                        metadata: {name: %s}
                        spec: {syncMode: Push}
                        status:
                          conditions: [{type: Ready, status: "True"}]
                          resourceSummary: {allocatable: %s, allocated: %s}
                        """
                                .formatted(name, allocatable, allocated)));
    }
}
