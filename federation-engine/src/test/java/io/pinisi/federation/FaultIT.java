package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.Strait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Water between the hub and its members, with health judged as in production. */
final class FaultIT {
    private static final String ONE =
            """
            placement:
              clusterAffinity: {clusterNames: [bali, flores]}
              spreadConstraints: [{spreadByField: cluster, minGroups: 1, maxGroups: 1}]
            """;
    private static final String BOTH =
            "placement: {clusterAffinity: {clusterNames: [bali, flores]}}";

    @RegisterExtension
    static final Scenario scene = Scenario.of("bali", "flores").withDefaultHealth();

    private static final Strait STRAIT = scene.sea().strait("bali");

    @AfterEach
    void calm() {
        STRAIT.calm();
        scene.awaitReady("bali");
    }

    @Test
    void aMemberBehindAPartitionIsReplacedAndMadeWholeAgain() {
        String namespace = scene.namespace("partition");
        scene.policy(namespace, ONE);
        ResourcePath web = scene.create(deployment(namespace, "web", 2));
        scene.awaitRolledOut(web, 2);
        assertEquals(List.of("bali"), scene.clustersOf(namespace, "web-deployment"));
        STRAIT.storm();
        scene.awaitIn("flores", web, FaultIT::isServing);
        assertTrue(scene.in("bali").find(web).isPresent(), "nobody could tell bali");
        scene.awaitHub(
                "settled",
                bindingPath(namespace, "web-deployment"),
                binding -> !binding.path("spec").has("gracefulEvictionTasks"));
        STRAIT.calm();
        scene.awaitReady("bali");
        scene.awaitGone("bali", web);
        scene.awaitRolledOut(web, 2);
        assertEquals(List.of("flores"), scene.clustersOf(namespace, "web-deployment"));
    }

    @Test
    void aFlappingMemberKeepsWhatItHas() {
        String namespace = scene.namespace("flapping");
        scene.policy(namespace, ONE);
        ResourcePath web = scene.create(deployment(namespace, "web", 1));
        scene.awaitRolledOut(web, 1);
        String uid = Metadata.uid(scene.in("bali").get(web));
        ObjectNode before = scene.hub().get(cluster("bali"));
        for (int i = 0; i < 4; i++) {
            STRAIT.storm();
            merge(scene.hub(), web, "metadata: {labels: {round: round-" + i + "}}");
            STRAIT.calm();
            String round = "round-" + i;
            scene.awaitIn("bali", web, object -> round.equals(Metadata.of(object).label("round")));
        }
        assertEquals(uid, Metadata.uid(scene.in("bali").get(web)));
        assertTrue(scene.in("flores").find(web).isEmpty());
        assertEquals(
                before.path("spec").path("taints"),
                scene.hub().get(cluster("bali")).path("spec").path("taints"));
    }

    @Test
    void aDeadMemberDelaysNobodyElse() {
        String namespace = scene.namespace("dead");
        scene.policy(namespace, BOTH);
        STRAIT.storm();
        List<ResourcePath> settings = settings(namespace);
        settings.forEach(
                one -> scene.awaitIn("flores", one, object -> colour(object).equals("blue")));
        assertTrue(scene.in("bali").find(settings.getLast()).isEmpty());
        STRAIT.calm();
        settings.forEach(one -> scene.awaitIn("bali", one, object -> true));
    }

    @Test
    void aSlowMemberIsNotGivenUp() {
        String namespace = scene.namespace("slow");
        scene.policy(namespace, BOTH);
        STRAIT.slow(Duration.ofMillis(100));
        settings(namespace).forEach(one -> scene.awaitIn("bali", one, object -> true));
        assertTrue(
                scene.hub().get(cluster("bali")).path("spec").path("taints").isEmpty(),
                "slow is not dead");
    }

    private static List<ResourcePath> settings(String namespace) {
        List<ResourcePath> settings = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            settings.add(scene.create(configMap(namespace, "settings-" + i, "colour: blue")));
        }
        return settings;
    }

    private static boolean isServing(ObjectNode deployment) {
        return deployment.path("status").path("availableReplicas").asInt(0)
                == deployment.path("spec").path("replicas").asInt(1);
    }
}
