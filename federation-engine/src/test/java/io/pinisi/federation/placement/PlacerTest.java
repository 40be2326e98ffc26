package io.pinisi.federation.placement;

import static io.pinisi.federation.placement.Objects.cluster;
import static io.pinisi.federation.placement.Objects.deployment;
import static io.pinisi.federation.placement.Objects.rules;
import static io.pinisi.federation.placement.Objects.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PlacerTest {
    private static final ClusterFacts BALI =
            cluster("bali", "provider: own, region: id, zones: [a]");
    private static final ClusterFacts FLORES =
            cluster("flores", "provider: own, region: sg, zones: [a, b]");
    private static final ClusterFacts LOMBOK =
            cluster(
                    "lombok",
                    "provider: eks, taints: [{key: gpu, value: 'yes', effect: NoSchedule}]");
    private static final List<ClusterFacts> ALL = List.of(BALI, FLORES, LOMBOK);

    @Test
    void withoutRulesEveryUntaintedClusterRunsAll() {
        assertEquals(Map.of("bali", 3, "flores", 3), shares(place(3, "{}")));
    }

    @Test
    void clustersAreChosenByName() {
        assertEquals(
                Map.of("flores", 2), shares(place(2, "clusterAffinity: {clusterNames: [flores]}")));
        assertEquals(Map.of("flores", 2), shares(place(2, "clusterAffinity: {exclude: [bali]}")));
    }

    @Test
    void clustersAreChosenByLabel() {
        assertEquals(
                Map.of("bali", 1),
                shares(place(1, "clusterAffinity: {labelSelector: {matchLabels: {name: bali}}}")));
    }

    @Test
    void clustersAreChosenByField() {
        assertEquals(Set.of("bali"), chosenByField("region", "In", "id"));
        assertEquals(Set.of("flores"), chosenByField("region", "NotIn", "id"));
        assertEquals(Set.of("bali", "flores"), chosenByField("provider", "In", "own"));
        assertEquals(Set.of("bali"), chosenByField("zone", "In", "a"));
        assertEquals(Set.of("bali", "flores"), chosenByField("zone", "In", "a, b"));
        assertEquals(Set.of("bali"), chosenByField("zone", "NotIn", "b"));
    }

    private static Set<String> chosenByField(String key, String operator, String values) {
        return shares(
                        place(
                                1,
                                """
                                clusterAffinity:
                                  fieldSelector:
                                    matchExpressions:
                                    - {key: %s, operator: %s, values: [%s]}
                                """
                                        .formatted(key, operator, values)))
                .keySet();
    }

    @Test
    void aTaintIsToleratedByName() {
        String tolerant = "clusterTolerations: [{key: gpu, operator: Equal, value: 'yes'}]";
        assertEquals(Set.of("bali", "flores", "lombok"), shares(place(1, tolerant)).keySet());
        String other = "clusterTolerations: [{key: gpu, operator: Equal, value: 'no'}]";
        assertEquals(Set.of("bali", "flores"), shares(place(1, other)).keySet());
        String any = "clusterTolerations: [{operator: Exists}]";
        assertEquals(Set.of("bali", "flores", "lombok"), shares(place(1, any)).keySet());
    }

    @Test
    void aTaintDoesNotDriveAwayWhatIsThereUnlessItSaysSo() {
        assertEquals(
                Set.of("bali", "flores", "lombok"),
                shares(Placer.place(deployment("x", "web", 1), rules("{}"), ALL, Set.of("lombok")))
                        .keySet());
        ClusterFacts evicting = cluster("lombok", "taints: [{key: gone, effect: NoExecute}]");
        assertEquals(
                Map.of(),
                shares(
                        Placer.place(
                                deployment("x", "web", 1),
                                rules("{}"),
                                List.of(evicting),
                                Set.of("lombok"))));
    }

    @Test
    void aClusterThatIsNotReadyGetsNothingNewAndKeepsWhatItHas() {
        ClusterFacts down =
                ClusterFacts.of(
                        yaml(
                                """
                                kind: Cluster
                                metadata: {name: bali}
                                spec: {syncMode: Push}
                                status: {conditions: [{type: Ready, status: "False"}]}
                                """));
        TemplateFacts web = deployment("x", "web", 4);
        Decision fresh = Placer.place(web, rules("{}"), List.of(down, FLORES), Set.of());
        assertEquals(Map.of("flores", 4), shares(fresh));
        assertEquals("it is not ready", verdict(fresh, "bali").summary());
        assertEquals(
                Map.of("bali", 4, "flores", 4),
                shares(Placer.place(web, rules("{}"), List.of(down, FLORES), Set.of("bali"))));
    }

    @Test
    void aLostClusterKeepsItsObjectsForAsLongAsIsTolerated() {
        ClusterFacts lost =
                cluster(
                        "bali",
                        "taints: [{key: cluster.karmada.io/unreachable, effect: NoExecute,"
                                + " timeAdded: '2026-01-01T00:00:00Z'}]");
        assertEquals(List.of("bali"), after(4, lost, "{}").clusters());
        assertEquals(
                Optional.of(Instant.parse("2026-01-01T00:00:05Z")), after(4, lost, "{}").expires());
        assertEquals(List.of("flores"), after(5, lost, "{}").clusters());
        String patient =
                "clusterTolerations: [{key: cluster.karmada.io/unreachable, operator: Exists,"
                        + " effect: NoExecute, tolerationSeconds: 60}]";
        assertEquals(List.of("bali"), after(59, lost, patient).clusters());
        assertEquals(List.of("flores"), after(60, lost, patient).clusters());
        String forEver = patient.replace(", tolerationSeconds: 60", "");
        assertEquals(List.of("bali"), after(9999, lost, forEver).clusters());
        assertEquals(Optional.empty(), after(9999, lost, forEver).expires());
    }

    /** So many seconds after the taint, for an object that goes to one cluster. */
    private static Decision after(int seconds, ClusterFacts lost, String placement) {
        String one =
                "spreadConstraints: [{spreadByField: cluster, maxGroups: 1}]\n"
                        + (placement.equals("{}") ? "" : placement);
        return Placer.place(
                deployment("x", "web", 1),
                rules(one),
                List.of(lost, FLORES),
                Previous.in(Set.of("bali")),
                new Patience(
                        Instant.parse("2026-01-01T00:00:00Z").plusSeconds(seconds),
                        Duration.ofSeconds(5)));
    }

    @Test
    void whatHasToLeaveAndHasNowhereToGoIsSaidToBeStranded() {
        ClusterFacts drained = cluster("bali", "taints: [{key: storm, effect: NoExecute}]");
        Decision decision =
                Placer.place(
                        deployment("x", "web", 1), rules("{}"), List.of(drained), Set.of("bali"));
        assertEquals(
                new Decision.Result.Unschedulable(
                        "it has to leave its cluster, and no other one fits"),
                decision.result());
    }

    @Test
    void replicasAreDividedByWeight() {
        assertEquals(Map.of("bali", 2, "flores", 1), shares(place(3, weights(2, 1))));
        assertEquals(Map.of("bali", 1, "flores", 3), shares(place(4, weights(1, 3))));
    }

    @Test
    void aClusterWithoutShareIsLeftOutUnlessNothingIsAskedFor() {
        assertEquals(Map.of("bali", 1), shares(place(1, weights(9, 1))));
        assertEquals(Map.of("bali", 0, "flores", 0), shares(place(0, weights(9, 1))));
    }

    @Test
    void theHighestMatchingWeightCountsAndNoMatchMeansEqualShares() {
        String overlapping =
                """
                replicaScheduling:
                  replicaSchedulingType: Divided
                  weightPreference:
                    staticWeightList:
                    - {targetCluster: {}, weight: 1}
                    - {targetCluster: {clusterNames: [flores]}, weight: 3}
                """;
        assertEquals(Map.of("bali", 1, "flores", 3), shares(place(4, overlapping)));
        String nobody =
                """
                replicaScheduling:
                  replicaSchedulingType: Divided
                  weightPreference:
                    staticWeightList: [{targetCluster: {clusterNames: [nowhere]}, weight: 3}]
                """;
        assertEquals(Map.of("bali", 2, "flores", 2), shares(place(4, nobody)));
    }

    @Test
    void objectsWithoutReplicasGoEverywhereUndivided() {
        TemplateFacts config =
                TemplateFacts.of(
                        yaml(
                                "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: x, name:"
                                        + " c}}"));
        Decision decision = Placer.place(config, rules(weights(2, 1)), ALL, Set.of());
        assertEquals(List.of("bali", "flores"), decision.clusters());
        assertTrue(decision.targets().stream().allMatch(t -> t.replicas().isEmpty()));
    }

    @Test
    void aClusterWithoutTheApiIsLeftOut() {
        ClusterFacts old =
                ClusterFacts.of(
                        yaml(
                                """
                                kind: Cluster
                                metadata: {name: old}
                                spec: {syncMode: Push}
                                status:
                                  conditions: [{type: Ready, status: "True"}]
                                  apiEnablements:
                                  - {groupVersion: v1, resources: [{name: pods, kind: Pod}]}
                                """));
        Decision decision =
                Placer.place(deployment("x", "web", 1), rules("{}"), List.of(old, BALI), Set.of());
        assertEquals(List.of("bali"), decision.clusters());
        assertEquals("it does not serve apps/v1 Deployment", verdict(decision, "old").summary());
    }

    @Test
    void everyClusterGetsAVerdictThatNamesTheRule() {
        Decision decision = place(3, "clusterAffinity: {clusterNames: [bali, lombok]}");
        assertEquals(3, decision.verdicts().size());
        assertTrue(verdict(decision, "bali").chosen());
        Decision.Finding last = verdict(decision, "flores").findings().getLast();
        assertEquals(Decision.Rule.CLUSTER_AFFINITY, last.rule());
        assertEquals(
                "the policy does not tolerate its taint gpu=yes:NoSchedule",
                verdict(decision, "lombok").summary());
    }

    @Test
    void theOrderOfClustersDoesNotMatterAndTheSumIsAlwaysRight() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<ClusterFacts> clusters = new ArrayList<>();
            StringBuilder list = new StringBuilder();
            int count = 1 + random.nextInt(7);
            for (int i = 0; i < count; i++) {
                clusters.add(cluster("c" + i));
                list.append("    - {targetCluster: {clusterNames: [c")
                        .append(i)
                        .append("]}, weight: ")
                        .append(1 + random.nextInt(9))
                        .append("}\n");
            }
            PlacementRules rules =
                    rules(
                            "replicaScheduling:\n  replicaSchedulingType: Divided\n"
                                    + "  weightPreference:\n    staticWeightList:\n"
                                    + list);
            TemplateFacts web = deployment("x", "web", random.nextInt(50));
            Decision decision = Placer.place(web, rules, clusters, Set.of());
            assertEquals(
                    web.replicas().getAsInt(),
                    shares(decision).values().stream().mapToInt(Integer::intValue).sum());
            Collections.shuffle(clusters, random);
            assertEquals(decision, Placer.place(web, rules, clusters, Set.of()));
            assertEquals(
                    decision.targets(),
                    Placer.place(web, rules, clusters, Set.copyOf(decision.clusters())).targets());
        }
    }

    private static String weights(int bali, int flores) {
        return """
        replicaScheduling:
          replicaSchedulingType: Divided
          replicaDivisionPreference: Weighted
          weightPreference:
            staticWeightList:
            - {targetCluster: {clusterNames: [bali]}, weight: %d}
            - {targetCluster: {clusterNames: [flores]}, weight: %d}
        """
                .formatted(bali, flores);
    }

    private static Decision place(int replicas, String placement) {
        return Placer.place(deployment("x", "web", replicas), rules(placement), ALL, Set.of());
    }

    private static Decision.Verdict verdict(Decision decision, String cluster) {
        return decision.verdicts().stream()
                .filter(verdict -> verdict.cluster().equals(cluster))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Integer> shares(Decision decision) {
        Map<String, Integer> shares = new TreeMap<>();
        decision.targets().forEach(t -> shares.put(t.cluster(), t.replicas().orElse(-1)));
        return shares;
    }
}
