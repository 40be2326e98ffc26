package io.pinisi.federation.placement;

import static io.pinisi.federation.placement.Objects.cluster;
import static io.pinisi.federation.placement.Objects.deployment;
import static io.pinisi.federation.placement.Objects.rules;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.federation.placement.Decision.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SpreadingTest {
    private static final List<ClusterFacts> SIX =
            List.of(
                    cluster("a1", "region: a, provider: x, zones: [a-1]"),
                    cluster("a2", "region: a, provider: y, zones: [a-2]"),
                    cluster("a3", "region: a, provider: y, zones: [a-1, a-2]"),
                    cluster("b1", "region: b, provider: x, zones: [b-1]"),
                    cluster("b2", "region: b, provider: y, zones: [b-1]"),
                    cluster("c1", "region: c, provider: x"));

    @Test
    void asManyClustersAsAllowed() {
        assertEquals(
                List.of("a1", "a2"),
                picked("[{spreadByField: cluster, minGroups: 1, maxGroups: 2}]"));
        assertEquals(6, picked("[{spreadByField: cluster}]").size());
    }

    @Test
    void tooFewClustersIsSaid() {
        Decision decision = place("[{spreadByField: cluster, minGroups: 7}]", Set.of());
        Result.Unschedulable result =
                assertInstanceOf(Result.Unschedulable.class, decision.result());
        assertEquals("the policy spreads over at least 7 clusters, and 6 fit", result.why());
        assertEquals(result.why(), decision.verdicts().getFirst().summary());
    }

    @Test
    void theBestRegionsAreTakenAndEachOfThemIsUsed() {
        assertEquals(
                List.of("a1", "a2", "b1"),
                picked(
                        "[{spreadByField: region, minGroups: 2, maxGroups: 2},"
                                + " {spreadByField: cluster, minGroups: 3, maxGroups: 3}]"));
        assertEquals(
                List.of("a1", "b1", "c1"),
                picked(
                        "[{spreadByField: region, minGroups: 3},"
                                + " {spreadByField: cluster, maxGroups: 3}]"));
    }

    @Test
    void zonesProvidersAndLabelsCountToo() {
        assertEquals(
                List.of("a1", "a2", "b1"),
                picked(
                        "[{spreadByField: zone, minGroups: 3},"
                                + " {spreadByField: cluster, maxGroups: 3}]"));
        assertEquals(
                List.of("a1", "a2"),
                picked(
                        "[{spreadByField: provider, minGroups: 2},"
                                + " {spreadByField: cluster, maxGroups: 2}]"));
        assertEquals(
                List.of("a1", "a2", "a3", "b1"),
                picked(
                        "[{spreadByLabel: name, minGroups: 4},"
                                + " {spreadByField: cluster, maxGroups: 4}]"));
    }

    @Test
    void constraintsInsideOneAnotherFindTheGroupsThatWorkOutTogether() {
        // the largest region that has two providers is a; b and c alone would not do
        assertEquals(
                Set.of("x", "y"),
                providers(
                        picked(
                                "[{spreadByField: provider, minGroups: 2, maxGroups: 2},"
                                        + " {spreadByField: region, minGroups: 1, maxGroups: 1},"
                                        + " {spreadByField: cluster, maxGroups: 2}]")));
    }

    @Test
    void whatIsThereStays() {
        String two = "[{spreadByField: cluster, minGroups: 2, maxGroups: 2}]";
        assertEquals(List.of("a1", "c1"), place(two, Set.of("c1")).clusters());
        String region =
                "[{spreadByField: region, minGroups: 1, maxGroups: 1}, {spreadByField: cluster}]";
        assertEquals(List.of("b1", "b2"), place(region, Set.of("b2")).clusters());
    }

    @Test
    void aClusterWithoutTheFieldIsInNoGroup() {
        Decision decision =
                place("[{spreadByField: zone, minGroups: 4}, {spreadByField: cluster}]", Set.of());
        Result.Unschedulable result =
                assertInstanceOf(Result.Unschedulable.class, decision.result());
        assertTrue(result.why().endsWith("4 of zone, and the clusters that fit have 3"));
    }

    @Test
    void theOrderOfClustersDoesNotMatter() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<ClusterFacts> clusters = new ArrayList<>();
            for (int i = 0; i < 2 + random.nextInt(9); i++) {
                clusters.add(
                        cluster(
                                "c" + i,
                                "region: r%d, provider: p%d"
                                        .formatted(random.nextInt(4), random.nextInt(3))));
            }
            int regions = 1 + random.nextInt(3);
            int most = regions + random.nextInt(4);
            PlacementRules rules =
                    rules(
                            ("spreadConstraints: [{spreadByField: region, minGroups: %d},"
                                            + " {spreadByField: cluster, maxGroups: %d}]")
                                    .formatted(regions, most));
            Decision decision = Placer.place(deployment("x", "web", 1), rules, clusters);
            long available = clusters.stream().map(ClusterFacts::region).distinct().count();
            if (decision.result() instanceof Result.Placed) {
                Set<String> chosen = new HashSet<>(decision.clusters());
                long spread =
                        clusters.stream()
                                .filter(c -> chosen.contains(c.name()))
                                .map(ClusterFacts::region)
                                .distinct()
                                .count();
                assertTrue(spread >= regions && chosen.size() <= most);
            } else {
                assertTrue(available < regions);
            }
            Collections.shuffle(clusters, random);
            assertEquals(decision, Placer.place(deployment("x", "web", 1), rules, clusters));
        }
    }

    private static Set<String> providers(List<String> names) {
        return SIX.stream()
                .filter(cluster -> names.contains(cluster.name()))
                .map(ClusterFacts::provider)
                .collect(Collectors.toSet());
    }

    private static List<String> picked(String constraints) {
        return place(constraints, Set.of()).clusters();
    }

    private static Decision place(String constraints, Set<String> previous) {
        return Placer.place(
                deployment("x", "web", 1),
                rules("spreadConstraints: " + constraints),
                SIX,
                previous);
    }
}
