package io.pinisi.federation.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyValidationTest {

    @Test
    void aPolicyOfKarmadasDocumentsIsFine() {
        assertEquals(
                List.of(),
                faults(
                        """
                        placement:
                          clusterAffinity: {clusterNames: [member1, member2]}
                          clusterTolerations: [{key: a, operator: Exists, effect: NoSchedule}]
                          replicaScheduling:
                            replicaDivisionPreference: Weighted
                            replicaSchedulingType: Divided
                            weightPreference:
                              staticWeightList:
                                - targetCluster: {clusterNames: [member1]}
                                  weight: 1
                        preemption: Never
                        schedulerName: default-scheduler
                        propagateDeps: true
                        """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spec.resourceSelectors[0].name | preemption: Always",
                "spec.schedulerName | schedulerName: mine",
                "spec.schedulePriority.priorityClassSource | schedulePriority:"
                        + " {priorityClassSource: FederatedPriorityClass}",
                "spec.schedulePriority.priorityClassName | schedulePriority:"
                        + " {priorityClassSource: PodPriorityClass, priorityClassName: gold}",
                "spec.propagateDeps | failover: {application: {purgeMode: Never}}",
                "spec.placement.clusterTolerations[0].effect | placement: {clusterTolerations:"
                    + " [{key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 3}]}",
                "spec.suspension.dispatchingOnClusters | suspension: {dispatching: true,"
                        + " dispatchingOnClusters: {clusterNames: [a]}}",
                "spec.placement.spreadConstraints | placement: {spreadConstraints: [{spreadByField:"
                        + " region}]}",
                "spec.placement.spreadConstraints[0].maxGroups | placement: {spreadConstraints:"
                        + " [{spreadByField: cluster, minGroups: 3, maxGroups: 2}]}",
                "spec.placement.spreadConstraints[1].spreadByField | placement:"
                        + " {spreadConstraints: [{spreadByField: cluster}, {spreadByField:"
                        + " cluster}]}",
                "spec.placement.spreadConstraints[0].spreadByLabel | placement:"
                        + " {spreadConstraints: [{spreadByField: cluster, spreadByLabel: a}]}",
                "spec.placement.clusterAffinities | placement: {clusterAffinity: {},"
                        + " clusterAffinities: [{affinityName: a}]}",
                "spec.placement.clusterAffinities[1].affinityName | placement:"
                        + " {clusterAffinities: [{affinityName: a}, {affinityName: a}]}",
                "spec.placement.clusterAffinities[0].overflowAffinities | placement:"
                        + " {clusterAffinities: [{affinityName: a, overflowAffinities: [{}]}]}",
                "spec.placement.replicaScheduling.weightPreference.staticWeightList | placement:"
                    + " {replicaScheduling: {weightPreference: {dynamicWeight: AvailableReplicas,"
                    + " staticWeightList: [{targetCluster: {}, weight: 1}]}}}",
                "spec.placement.replicaScheduling.weightPreference.staticWeightList[0].weight |"
                        + " placement: {replicaScheduling: {weightPreference: {staticWeightList:"
                        + " [{targetCluster: {}, weight: 0}]}}}",
                "spec.placement.clusterAffinity.fieldSelector.matchExpressions[0].key | placement:"
                    + " {clusterAffinity: {fieldSelector: {matchExpressions: [{key: rack, operator:"
                    + " In, values: [a]}]}}}",
                "spec.placement.clusterTolerations[0].key | placement: {clusterTolerations:"
                        + " [{operator: Equal}]}",
            })
    void whatIsNotBuiltOrWrongIsRefusedByName(String field, String spec) {
        assertEquals(List.of(field), faults(spec).stream().map(FieldError::field).toList(), spec);
    }

    @Test
    void applicationFailoverIsCheckedByField() {
        String grace = "failover: {application: {purgeMode: Never, gracePeriodSeconds: 3}}";
        String state =
                "failover: {application: {statePreservation: {rules: [{aliasLabelName: a}]}}}";
        assertEquals(
                "spec.failover.application.gracePeriodSeconds",
                faults("propagateDeps: true\n" + grace).getFirst().field());
        assertEquals(
                "spec.failover.application.statePreservation.rules[0].jsonPath",
                faults("propagateDeps: true\n" + state).getFirst().field());
        assertEquals(
                List.of(),
                faults(
                        "propagateDeps: true\nfailover: {application: {decisionConditions:"
                                + " {tolerationSeconds: 120}, purgeMode: Never}}"));
    }

    @Test
    void aNamespacedPolicySelectsAtHome() {
        List<FieldError> faults =
                PolicyValidation.validate(
                        Yaml.parse(
                                        """
                                        metadata: {namespace: shop, name: p}
                                        spec:
                                          resourceSelectors:
                                          - {apiVersion: v1, kind: Service, namespace: bank}
                                        """)
                                .getFirst());
        assertEquals("spec.resourceSelectors[0].namespace", faults.getFirst().field());
        assertTrue(faults.getFirst().detail().contains("\"shop\""));
    }

    private static List<FieldError> faults(String spec) {
        String text =
                "metadata: {namespace: shop, name: p}\nspec:\n"
                        + "  resourceSelectors: [{apiVersion: v1, kind: Service}]\n"
                        + spec.indent(2);
        return PolicyValidation.validate(Yaml.parse(text).getFirst());
    }
}
