package io.pinisi.portal.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Template;
import io.pinisi.portal.placement.RebalanceStep;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class HubRebalanceTest {
    @Test
    void exactlyTheChosenWorkloadsAreNamed() {
        GroupVersionKind kind = GroupVersionKind.of("apps/v1", "Deployment");
        ObjectNode object =
                HubRebalance.rebalancer(
                        Set.of(
                                new Template(kind, ObjectKey.of("shop", "web")),
                                new Template(kind, ObjectKey.of("shop", "api"))));
        assertEquals(
                Yaml.parse(
                                """
                                apiVersion: apps.karmada.io/v1alpha1
                                kind: WorkloadRebalancer
                                metadata: {generateName: portal-}
                                spec:
                                  ttlSecondsAfterFinished: 86400
                                  workloads:
                                  - {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: api}
                                  - {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web}
                                """)
                        .getFirst(),
                object);
    }

    @Test
    void everyWorkloadOfARunIsAStep() {
        List<RebalanceStep> steps =
                HubRebalance.steps(
                        Yaml.parse(
                                        """
                                        metadata: {name: r, creationTimestamp: "2026-01-01T00:00:00Z"}
                                        spec:
                                          workloads:
                                          - {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: a}
                                          - {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: b}
                                          - {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: c}
                                          - {apiVersion: v1, kind: PersistentVolume, name: d}
                                        status:
                                          observedWorkloads:
                                          - workload: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: a}
                                            result: Successful
                                          - workload: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: b}
                                            result: Failed
                                            reason: ReferencedBindingNotFound
                                          - workload: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: c}
                                        """)
                                .getFirst());
        assertEquals(
                List.of("Placed anew", "Failed", "Being placed", "Waiting"),
                steps.stream().map(step -> step.status().word()).toList());
        assertEquals("Deployment shop/a", steps.getFirst().object());
        assertEquals("PersistentVolume d", steps.getLast().object());
        assertEquals(Instant.parse("2026-01-01T00:00:00Z"), steps.getFirst().asked());
        assertNull(steps.getFirst().finished());
    }
}
