package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.TestCluster;
import io.pinisi.federation.whatif.BlastRadius.Move;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Replicas for which a cluster has room by its numbers, and no node. */
final class DeschedulerIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Duration STRANDING = Duration.ofSeconds(20);
    private static final GroupVersionResource NODES = GroupVersionResource.of("v1", "nodes");
    private static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");

    @RegisterExtension
    static final Scenario scene = Scenario.of("bali", "flores").stranding(STRANDING);

    @Test
    void whatFindsNoNodeIsShownAndThenGoesWhereThereIsOne() {
        String namespace = scene.namespace("stranded");
        node("bali");
        scene.policy(
                namespace,
                """
                placement:
                  replicaScheduling:
                    replicaSchedulingType: Divided
                    replicaDivisionPreference: Aggregated
                """);
        ResourcePath web = scene.create(deployment(namespace, "web", 2));
        scene.awaitRolledOut(web, 2);
        scene.sea().member("bali").pauseControllers();
        scene.sea().member("flores").pauseControllers();
        merge(scene.in("bali"), web.sub("status"), "status: {readyReplicas: 1}");
        node("flores");
        pod(namespace, "web-1");
        Await.until(
                "it is shown before",
                SOON,
                () -> after(namespace).contains(new Target("flores", OptionalInt.of(1))),
                () -> after(namespace));
        awaitBinding(
                namespace,
                binding ->
                        binding.at("/spec/gracefulEvictionTasks/0/reason")
                                .asString("")
                                .equals("Descheduled"));
        scene.awaitIn("flores", web, object -> replicas(object) == 1);
        assertEquals(2, replicas(scene.in("bali").get(web)), "until it runs in flores");
        scene.in("bali").delete(ResourcePath.all(PODS).in(namespace).named("web-1"), null);
        scene.sea().member("flores").startControllers();
        scene.awaitIn("bali", web, object -> replicas(object) == 1);
        awaitBinding(namespace, binding -> !binding.path("spec").has("gracefulEvictionTasks"));
        assertEquals(List.of("bali", "flores"), scene.clustersOf(namespace, "web-deployment"));
    }

    private static List<Target> after(String namespace) {
        return scene
                .federation()
                .fleet()
                .as(scene.hub(), TestCluster.ADMIN)
                .descheduling()
                .radius()
                .moves()
                .stream()
                .filter(move -> namespace.equals(move.template().key().namespace()))
                .map(Move::after)
                .flatMap(List::stream)
                .toList();
    }

    private static void awaitBinding(String namespace, Predicate<ObjectNode> condition) {
        scene.awaitHub("the binding", bindingPath(namespace, "web-deployment"), condition);
    }

    private static int replicas(ObjectNode deployment) {
        return deployment.at("/spec/replicas").asInt(0);
    }

    /** A pod of the Deployment that the scheduler has given up on. */
    private static void pod(String namespace, String name) {
        ResourcePath pods = ResourcePath.all(PODS).in(namespace);
        scene.in("bali")
                .create(
                        pods,
                        yaml(
                                """
                                apiVersion: v1
                                kind: Pod
                                metadata: {name: %s, labels: {app: web}}
                                spec: {containers: [{name: web, image: 'demo:1'}]}
                                """
                                        .formatted(name)),
                        WriteOptions.PLAIN);
        merge(
                scene.in("bali"),
                pods.named(name).sub("status"),
                """
                status:
                  conditions: [{type: PodScheduled, status: "False", reason: Unschedulable}]
                """);
    }

    /** Room for pods. */
    private static void node(String cluster) {
        ResourcePath nodes = ResourcePath.all(NODES);
        scene.in(cluster)
                .create(
                        nodes,
                        yaml("{apiVersion: v1, kind: Node, metadata: {name: deck}}"),
                        WriteOptions.PLAIN);
        merge(
                scene.in(cluster),
                nodes.named("deck").sub("status"),
                """
                status:
                  allocatable: {cpu: '64', memory: 64Gi, pods: '20'}
                  conditions: [{type: Ready, status: "True"}]
                """);
        scene.awaitHub(
                cluster + " has room",
                cluster(cluster),
                object ->
                        object.at("/status/resourceSummary/allocatable/pods")
                                .asString("")
                                .equals("20"));
    }
}
