package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.testing.Scenario;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Moves that nothing forced: what runs goes on until what takes its place does. */
final class MoveIT {
    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @BeforeEach
    void becalm() {
        scene.sea().member("flores").pauseControllers();
    }

    @AfterEach
    void sail() {
        scene.sea().member("flores").pauseControllers();
        scene.sea().member("flores").startControllers();
    }

    @Test
    void anotherPolicyTakesNothingAwayBeforeItServesElsewhere() {
        String namespace = scene.namespace("moved");
        ResourcePath policy = scene.policy(namespace, in("bali"));
        ResourcePath web = scene.create(deployment(namespace, "web", 2));
        scene.awaitRolledOut(web, 2);
        String uid = Metadata.uid(scene.in("bali").get(web));
        merge(scene.hub(), policy, "spec: {" + in("flores") + "}");
        scene.awaitIn("flores", web, object -> true);
        awaitReason(namespace, "PlacementChanged");
        ObjectNode left = scene.in("bali").get(web);
        assertEquals(uid, Metadata.uid(left));
        assertEquals(2, left.at("/status/availableReplicas").asInt(0));
        scene.sea().member("flores").startControllers();
        scene.awaitGone("bali", web);
        scene.awaitRolledOut(web, 2);
    }

    @Test
    void aPolicyThatIsPutBackInTimeMovesNothing() {
        String namespace = scene.namespace("put-back");
        ResourcePath policy = scene.policy(namespace, in("bali"));
        ResourcePath web = scene.create(deployment(namespace, "web", 1));
        scene.awaitRolledOut(web, 1);
        String uid = Metadata.uid(scene.in("bali").get(web));
        merge(scene.hub(), policy, "spec: {" + in("flores") + "}");
        awaitReason(namespace, "PlacementChanged");
        merge(scene.hub(), policy, "spec: {" + in("bali") + "}");
        scene.awaitGone("flores", web);
        scene.awaitRolledOut(web, 1);
        assertEquals(uid, Metadata.uid(scene.in("bali").get(web)), "it never left");
    }

    @Test
    void aShareShrinksOnlyWhenTheOtherServes() {
        String namespace = scene.namespace("shifted");
        ResourcePath policy = scene.policy(namespace, weights(1, 0));
        ResourcePath web = scene.create(deployment(namespace, "web", 4));
        scene.awaitRolledOut(web, 4);
        merge(scene.hub(), policy, "spec: {" + weights(1, 3) + "}");
        scene.awaitIn("flores", web, object -> replicas(object) == 3);
        awaitReason(namespace, "PlacementChanged");
        assertEquals(4, replicas(scene.in("bali").get(web)));
        scene.sea().member("flores").startControllers();
        scene.awaitIn("bali", web, object -> replicas(object) == 1);
        scene.awaitRolledOut(web, 4);
    }

    @Test
    void whatMustNeverRunTwiceGoesAtOnce() {
        String namespace = scene.namespace("alone");
        String directly = "failover: {cluster: {purgeMode: Directly}}, ";
        ResourcePath policy = scene.policy(namespace, in("bali"));
        merge(scene.hub(), policy, "spec: {" + directly + in("bali") + "}");
        ResourcePath web = scene.create(deployment(namespace, "web", 1));
        scene.awaitRolledOut(web, 1);
        merge(scene.hub(), policy, "spec: {" + in("flores") + "}");
        scene.awaitGone("bali", web);
        scene.awaitIn("flores", web, object -> true);
        assertTrue(
                scene.in("flores").get(web).at("/status/availableReplicas").isMissingNode(),
                "nobody waited for it");
    }

    private static void awaitReason(String namespace, String reason) {
        scene.awaitHub(
                reason,
                bindingPath(namespace, "web-deployment"),
                binding ->
                        binding.at("/spec/gracefulEvictionTasks/0/reason")
                                .asString("")
                                .equals(reason));
    }

    private static String in(String cluster) {
        return "placement: {clusterAffinity: {clusterNames: [" + cluster + "]}}";
    }

    private static String weights(int bali, int flores) {
        String rules = weight("bali", bali) + (flores == 0 ? "" : ", " + weight("flores", flores));
        return "placement: {replicaScheduling: {replicaSchedulingType: Divided,"
                + " replicaDivisionPreference: Weighted, weightPreference: {staticWeightList: ["
                + rules
                + "]}}}";
    }

    private static String weight(String cluster, int weight) {
        return "{targetCluster: {clusterNames: [" + cluster + "]}, weight: " + weight + "}";
    }

    private static int replicas(ObjectNode deployment) {
        return deployment.at("/spec/replicas").asInt(0);
    }
}
