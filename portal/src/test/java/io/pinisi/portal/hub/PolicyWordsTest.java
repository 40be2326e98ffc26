package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.whatif.BlastRadius;
import io.pinisi.federation.whatif.Change;
import io.pinisi.federation.whatif.Coverage;
import io.pinisi.federation.whatif.World;
import io.pinisi.portal.placement.Impact;
import io.pinisi.portal.status.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PolicyWordsTest {
    private static final Policy POLICY =
            Policy.of(
                    yaml(
                            """
                            metadata: {namespace: shop, name: web}
                            spec:
                              resourceSelectors:
                              - {apiVersion: apps/v1, kind: Deployment}
                              - {apiVersion: v1, kind: Service, name: web}
                              - {apiVersion: v1, kind: ConfigMap, labelSelector: {matchLabels: {a: b}}}
                              placement:
                                clusterAffinities:
                                - {affinityName: home, clusterNames: [bali, flores]}
                                - {affinityName: rest, labelSelector: {}}
                                replicaScheduling: {replicaSchedulingType: Divided}
                            """));

    @Test
    void aPolicyIsSaidInALine() {
        assertEquals(
                "every Deployment, Service web, ConfigMap by labels", PolicyWords.selects(POLICY));
        assertEquals(
                "bali and flores, else clusters by labels or fields, replicas divided",
                PolicyWords.where(POLICY));
        Policy plain =
                Policy.of(
                        yaml(
                                "{metadata: {name: all}, spec: {resourceSelectors: [{apiVersion:"
                                        + " v1, kind: Service}]}}"));
        assertEquals("every cluster", PolicyWords.where(plain));
    }

    @Test
    void whatDoesNothingSaysWhy() {
        assertEquals(
                "Selects nothing",
                PolicyWords.status(new Coverage.Use(POLICY, 0, 0, Map.of())).word());
        ObjectKey other = ObjectKey.of("shop", "strong");
        Coverage.Use shadowed = new Coverage.Use(POLICY, 2, 0, Map.of(other, 2));
        assertEquals(Level.DEGRADED, PolicyWords.status(shadowed).level());
        assertTrue(PolicyWords.status(shadowed).detail().endsWith("shop/strong (2)"));
        Coverage.Use shared = new Coverage.Use(POLICY, 3, 2, Map.of(other, 1));
        assertEquals(
                "Of those it selects, 1 is decided by shop/strong (1)",
                PolicyWords.status(shared).detail());
    }

    @Test
    void aSimulationIsSaidInWords() {
        World world =
                new World(
                        List.of(
                                new World.Item(
                                        TemplateFacts.of(
                                                yaml(
                                                        "{apiVersion: apps/v1, kind: Deployment,"
                                                            + " metadata: {namespace: shop, name:"
                                                            + " web}, spec: {replicas: 3}}")),
                                        null,
                                        null,
                                        Previous.NOTHING,
                                        List.of(),
                                        false)),
                        List.of(),
                        List.of(
                                ClusterFacts.of(
                                        yaml(
                                                "{metadata: {name: bali}, spec: {}, status:"
                                                        + " {conditions: [{type: Ready, status:"
                                                        + " 'True'}]}}"))),
                        Instant.EPOCH);
        Policy everywhere =
                Policy.of(
                        yaml(
                                "{metadata: {namespace: shop, name: all}, spec: {resourceSelectors:"
                                        + " [{apiVersion: apps/v1, kind: Deployment}]}}"));
        BlastRadius radius =
                BlastRadius.of(world, new Change.PolicyWritten(everywhere), Duration.ZERO);
        Impact impact = Impacts.of(new FleetView.Simulated(radius, 4));
        Impact.Moved moved = impact.moved().getFirst();
        assertEquals("Placed", moved.status().word());
        assertEquals("–", moved.before());
        assertEquals("bali × 3", moved.after());
        assertEquals("1 object, 3 replicas", impact.clusters().getFirst().comes());
        assertEquals("Not known", impact.clusters().getFirst().room().word());
        assertEquals(4, impact.hidden());
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }
}
