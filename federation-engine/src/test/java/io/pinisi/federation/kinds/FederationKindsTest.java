package io.pinisi.federation.kinds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class FederationKindsTest {

    @Test
    void theDefinitionsNameTheirResources() {
        List<ObjectNode> definitions = FederationKinds.definitions();
        assertEquals(
                List.of(
                        "clusters.cluster.karmada.io Cluster",
                        "propagationpolicies.policy.karmada.io Namespaced",
                        "clusterpropagationpolicies.policy.karmada.io Cluster",
                        "overridepolicies.policy.karmada.io Namespaced",
                        "clusteroverridepolicies.policy.karmada.io Cluster",
                        "resourcebindings.work.karmada.io Namespaced",
                        "clusterresourcebindings.work.karmada.io Cluster",
                        "serviceexports.multicluster.x-k8s.io Namespaced",
                        "serviceimports.multicluster.x-k8s.io Namespaced",
                        "multiclusterservices.networking.karmada.io Namespaced",
                        "clusterprofiles.multicluster.x-k8s.io Namespaced",
                        "multiclusteringresses.networking.karmada.io Namespaced",
                        "resourceinterpretercustomizations.config.karmada.io Cluster",
                        "federatedresourcequotas.policy.karmada.io Namespaced",
                        "federatedhpas.autoscaling.karmada.io Namespaced",
                        "cronfederatedhpas.autoscaling.karmada.io Namespaced",
                        "deletionholds.pinisi.io Cluster",
                        "driftrecords.pinisi.io Namespaced",
                        "tenants.pinisi.io Cluster",
                        "rolloutstrategies.pinisi.io Namespaced",
                        "clusterrolloutstrategies.pinisi.io Cluster",
                        "rollouts.pinisi.io Namespaced",
                        "workloadrebalancers.apps.karmada.io Cluster",
                        "approvalpolicies.pinisi.io Cluster",
                        "approvalrequests.pinisi.io Cluster"),
                definitions.stream()
                        .map(
                                definition ->
                                        Json.text(definition, "metadata", "name")
                                                + " "
                                                + Json.text(definition, "spec", "scope"))
                        .toList());
    }

    @Test
    void theClusterTwinHasTheSameSchema() {
        List<ObjectNode> definitions = FederationKinds.definitions();
        assertEquals(
                definitions.get(1).path("spec").path("versions"),
                definitions.get(2).path("spec").path("versions"));
        assertEquals(
                "[\"cpp\"]",
                definitions.get(2).path("spec").path("names").path("shortNames").toString());
    }
}
