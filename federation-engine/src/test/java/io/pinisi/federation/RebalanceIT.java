package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.TestCluster;
import io.pinisi.federation.whatif.BlastRadius;
import io.pinisi.federation.whatif.Change;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Workloads placed anew because somebody asked for it. */
final class RebalanceIT {
    private static final String HOME_OR_REFUGE =
            """
            placement:
              clusterAffinities:
              - {affinityName: home, clusterNames: [bali]}
              - {affinityName: refuge, clusterNames: [flores]}
            """;

    @RegisterExtension static final Scenario SEA = Scenario.of("bali", "flores");

    @Test
    void whatFledGoesHomeOnlyWhenAskedAndIsShownBefore() {
        String home = SEA.namespace("rebalanced");
        SEA.policy(home, HOME_OR_REFUGE);
        ObjectNode web = deployment(home, "web", 1);
        ResourcePath path = SEA.create(web);
        SEA.awaitRolledOut(path, 1);
        taint("{key: storm, effect: NoExecute}");
        SEA.awaitGone("bali", path);
        SEA.awaitIn("flores", path, object -> true);
        SEA.awaitHub(
                "settled in flores",
                Scenario.bindingPath(home, "web-deployment"),
                one -> !one.path("spec").has("gracefulEvictionTasks"));
        taint("");
        assertEquals(List.of("flores"), SEA.clustersOf(home, "web-deployment"), "it stays");

        FleetView admin =
                SEA.federation().fleet().as(SEA.sea().as(TestCluster.ADMIN), TestCluster.ADMIN);
        BlastRadius radius =
                admin.simulate(new Change.Rebalanced(Set.of(Template.of(web)))).radius();
        assertEquals(1, radius.moves().size());
        assertEquals("bali", radius.moves().getFirst().after().getFirst().cluster());

        ResourcePath rebalancer = rebalance("back", "web");
        SEA.awaitHub("done", rebalancer, one -> one.path("status").has("finishTime"));
        JsonNode status = SEA.hub().get(rebalancer).path("status");
        assertEquals("Successful", status.at("/observedWorkloads/0/result").asString(""));
        assertEquals("Failed", status.at("/observedWorkloads/1/result").asString(""));
        assertEquals(
                "ReferencedBindingNotFound", status.at("/observedWorkloads/1/reason").asString(""));
        assertTrue(SEA.clustersOf(home, "web-deployment").contains("bali"));
        SEA.awaitIn("bali", path, object -> true);
        SEA.awaitGone("flores", path);
        SEA.awaitRolledOut(path, 1);
        merge(SEA.hub(), rebalancer, "spec: {ttlSecondsAfterFinished: 0}");
        SEA.awaitHubGone(rebalancer);
    }

    /** Simulated placement must see the cluster as open again. */
    private static void taint(String taint) {
        merge(SEA.hub(), cluster("bali"), "spec: {taints: [" + taint + "]}");
    }

    private static ResourcePath rebalance(String name, String workload) {
        ObjectNode object =
                yaml(
                        """
                        apiVersion: apps.karmada.io/v1alpha1
                        kind: WorkloadRebalancer
                        metadata: {name: %s}
                        spec:
                          workloads:
                          - {apiVersion: apps/v1, kind: Deployment, namespace: rebalanced, name: %s}
                          - {apiVersion: apps/v1, kind: Deployment, namespace: rebalanced, name: none}
                        """
                                .formatted(name, workload));
        SEA.hub().create(ResourcePath.all(FederationKinds.REBALANCERS), object, WriteOptions.PLAIN);
        return ResourcePath.of(FederationKinds.REBALANCERS, ObjectKey.cluster(name));
    }
}
