package io.pinisi.federation.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.Taint;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.whatif.BlastRadius.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BlastRadiusTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration UNSAID = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Policy ONE =
            policy(
                    "one",
                    """
                    placement:
                      clusterAffinities:
                      - {affinityName: home, clusterNames: [bali]}
                      - {affinityName: refuge, clusterNames: [flores]}
                    """);
    private static final List<ClusterFacts> CLUSTERS =
            List.of(cluster("bali", 10), cluster("flores", 3));

    @Test
    void aLostClustersObjectsMoveAndEachTakesItsRoom() {
        World world = world(List.of(ONE), placed("web-1"), placed("web-2"));
        BlastRadius radius = BlastRadius.of(world, new Change.Lost("bali", LONG), UNSAID);
        assertEquals(2, radius.moves().size());
        assertEquals(List.of(target("flores")), radius.moves().getFirst().after());
        Effect flores = effect(radius, "flores");
        assertEquals(2, flores.arriving());
        assertEquals(4, flores.replicasIn());
        assertTrue(flores.isOvercommitted(), "room for three");
        assertEquals(4, effect(radius, "bali").replicasOut());
    }

    @Test
    void aTolerationLongerThanTheHorizonHolds() {
        Policy patient =
                policy(
                        "one",
                        """
                        placement:
                          clusterAffinity: {clusterNames: [bali, flores]}
                          spreadConstraints: [{spreadByField: cluster, maxGroups: 1}]
                          clusterTolerations:
                          - {operator: Exists, effect: NoExecute, tolerationSeconds: 3600}
                        """);
        World world = world(List.of(patient), placed("web-1"));
        assertEquals(
                List.of(), BlastRadius.of(world, new Change.Lost("bali", LONG), UNSAID).moves());
        assertEquals(
                1,
                BlastRadius.of(world, new Change.Lost("bali", Duration.ofHours(2)), UNSAID)
                        .moves()
                        .size());
    }

    @Test
    void whatHasNowhereToGoIsSaidToStay() {
        Policy stuck = policy("one", "placement: {clusterAffinity: {clusterNames: [bali]}}");
        World world = world(List.of(stuck), placed("web-1"));
        BlastRadius.Move move =
                BlastRadius.of(world, new Change.Lost("bali", LONG), UNSAID).moves().getFirst();
        assertTrue(move.isStuck());
        assertEquals(move.before(), move.after());
    }

    @Test
    void aPolicyIsTriedOut() {
        World world = world(List.of(), fresh("web-1"));
        BlastRadius radius = BlastRadius.of(world, new Change.PolicyWritten(ONE), UNSAID);
        assertEquals(List.of(target("bali")), radius.moves().getFirst().after());
        assertEquals(1, effect(radius, "bali").arriving());
        assertFalse(effect(radius, "flores").isTouched());
    }

    @Test
    void whatAPolicyPlacedStaysWhenThePolicyGoes() {
        World world = world(List.of(ONE), placed("web-1"));
        BlastRadius radius =
                BlastRadius.of(
                        world, new Change.PolicyDeleted(ObjectKey.of("shop", "one")), UNSAID);
        assertEquals(List.of(), radius.moves());
        assertEquals(1, radius.untouched());
    }

    @Test
    void taintsAndLabelsMoveWhatDependsOnThem() {
        World world = world(List.of(ONE), placed("web-1"));
        Taint storm = new Taint("storm", "", Taint.NO_EXECUTE, null);
        assertEquals(
                1,
                BlastRadius.of(world, new Change.Tainted("bali", List.of(storm)), UNSAID)
                        .moves()
                        .size());
        Policy labelled =
                policy(
                        "one",
                        "placement: {clusterAffinity: {labelSelector: {matchLabels: {sea:"
                                + " java}}}}");
        BlastRadius radius =
                BlastRadius.of(
                        world(List.of(labelled), fresh("web-1")),
                        new Change.Labelled("flores", Map.of("sea", "java")),
                        UNSAID);
        assertEquals(List.of(target("flores")), radius.moves().getFirst().after());
    }

    @Test
    void coverageNamesWhatDoesNothing() {
        Policy strong = policy("strong", "priority: 5\nplacement: {}");
        Policy idle =
                read(
                        """
                        metadata: {namespace: shop, name: idle}
                        spec: {resourceSelectors: [{apiVersion: v1, kind: Secret}]}
                        """);
        Coverage coverage =
                Coverage.of(world(List.of(ONE, strong, idle), fresh("web-1"), fresh("web-2")));
        assertEquals(List.of(), coverage.unmatched());
        assertTrue(use(coverage, "idle").isIdle());
        assertTrue(use(coverage, "one").isShadowed());
        assertEquals(Map.of(ObjectKey.of("shop", "strong"), 2), use(coverage, "one").shadowedBy());
        assertEquals(2, use(coverage, "strong").placed());
        assertEquals(1, Coverage.of(world(List.of(idle), fresh("web-1"))).unmatched().size());
    }

    private static Coverage.Use use(Coverage coverage, String name) {
        return coverage.policies().stream()
                .filter(use -> use.policy().key().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Effect effect(BlastRadius radius, String cluster) {
        return radius.clusters().stream()
                .filter(effect -> effect.cluster().equals(cluster))
                .findFirst()
                .orElseThrow();
    }

    private static World world(List<Policy> policies, World.Item... items) {
        return new World(new ArrayList<>(List.of(items)), policies, CLUSTERS, NOW);
    }

    private static World.Item placed(String name) {
        return item(
                name,
                ObjectKey.of("shop", "one"),
                ONE,
                new Previous(Map.of("bali", 2), "home"),
                List.of(target("bali")));
    }

    private static World.Item fresh(String name) {
        return item(name, null, null, Previous.NOTHING, List.of());
    }

    private static World.Item item(
            String name,
            @Nullable ObjectKey holder,
            @Nullable Policy policy,
            Previous previous,
            List<Target> targets) {
        TemplateFacts facts =
                TemplateFacts.of(
                        Yaml.parse(
                                        """
                                        apiVersion: apps/v1
                                        kind: Deployment
                                        metadata: {namespace: shop, name: %s, uid: u}
                                        spec:
                                          replicas: 2
                                          template: {spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}}
                                        """
                                                .formatted(name))
                                .getFirst());
        return new World.Item(
                facts, holder, policy == null ? null : policy.terms(), previous, targets, false);
    }

    private static Target target(String cluster) {
        return new Target(cluster, OptionalInt.of(2));
    }

    private static ClusterFacts cluster(String name, int cpu) {
        return ClusterFacts.of(
                Yaml.parse(
                                """
                                metadata: {name: %s}
                                spec: {}
                                status:
                                  conditions: [{type: Ready, status: "True"}]
                                  resourceSummary: {allocatable: {cpu: %d, pods: 100}}
                                """
                                        .formatted(name, cpu))
                        .getFirst());
    }

    private static Policy policy(String name, String spec) {
        return read(
                "metadata: {namespace: shop, name: %s}\nspec:\n%s\n%s"
                        .formatted(
                                name,
                                "  resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]",
                                spec.indent(2)));
    }

    private static Policy read(String yaml) {
        return Policy.of(Yaml.parse(yaml).getFirst());
    }
}
