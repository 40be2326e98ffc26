package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.TestCluster;
import io.pinisi.federation.whatif.Change;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Clusters that are lost or drained: nothing is given up before it runs elsewhere. */
final class FailoverIT {
    private static final String ONE =
            """
            placement:
              clusterAffinities:
              - {affinityName: home, clusterNames: [bali]}
              - {affinityName: refuge, clusterNames: [flores]}
            """;

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @AfterEach
    void calm() {
        for (String name : List.of("bali", "flores")) {
            merge(scene.hub(), cluster(name), "spec: {taints: []}");
        }
    }

    @Test
    void aLostClustersWorkRunsElsewhereAndIsNotRunTwiceWhenItReturns() {
        String namespace = scene.namespace("lost");
        scene.policy(
                namespace,
                ONE
                        + """
                        failover:
                          cluster:
                            statePreservation:
                              rules: [{aliasLabelName: ran-then, jsonPath: '{ .readyReplicas }'}]
                        """);
        ResourcePath web = scene.create(deployment(namespace, "web", 2));
        scene.awaitRolledOut(web, 2);
        assertEquals(List.of("flores"), drill("bali", namespace), "foretold");
        scene.sea().member("bali").stop();
        scene.awaitNotReady("bali");
        scene.awaitHub(
                "the taint says since when",
                cluster("bali"),
                object -> object.path("spec").toString().contains("unreachable"));
        scene.awaitIn("flores", web, object -> "2".equals(Metadata.of(object).label("ran-then")));
        scene.awaitRolledOut(web, 2);
        awaitBinding(namespace, binding -> !binding.path("spec").has("gracefulEvictionTasks"));
        scene.sea().member("bali").start().startControllers();
        scene.awaitReady("bali");
        scene.awaitGone("bali", web);
        assertEquals(
                "flores",
                scene.hub()
                        .get(bindingPath(namespace, "web-deployment"))
                        .at("/spec/clusters/0/name")
                        .asString(""));
    }

    @Test
    void aCopyStaysWhereItIsUntilItsSuccessorIsHealthyAndMayGoBack() {
        String namespace = scene.namespace("back");
        scene.policy(namespace, ONE);
        ResourcePath web = scene.create(deployment(namespace, "web", 1));
        scene.awaitRolledOut(web, 1);
        String uid = Metadata.uid(scene.in("bali").get(web));
        scene.sea().member("flores").pauseControllers();
        merge(scene.hub(), cluster("bali"), "spec: {taints: [{key: storm, effect: NoExecute}]}");
        scene.awaitIn("flores", web, object -> true);
        awaitBinding(
                namespace,
                binding ->
                        binding.at("/spec/gracefulEvictionTasks/0/fromCluster")
                                .asString("")
                                .equals("bali"));
        assertEquals(uid, Metadata.uid(scene.in("bali").get(web)));
        merge(scene.hub(), cluster("bali"), "spec: {taints: []}");
        scene.awaitGone("flores", web);
        assertEquals(uid, Metadata.uid(scene.in("bali").get(web)), "it never left");
        awaitBinding(
                namespace,
                binding ->
                        binding.at("/spec/clusters/0/name").asString("").equals("bali")
                                && !binding.path("spec").has("gracefulEvictionTasks"));
        scene.sea().member("flores").startControllers();
    }

    @Test
    void anApplicationThatDoesNotGetWellIsTriedElsewhereAndLeftForInspection() {
        String namespace = scene.namespace("unwell");
        scene.sea().member("bali").pauseControllers();
        scene.policy(
                namespace,
                """
                propagateDeps: true
                failover:
                  application: {decisionConditions: {tolerationSeconds: 2}, purgeMode: Never}
                placement:
                  clusterAffinity: {clusterNames: [bali, flores]}
                  spreadConstraints: [{spreadByField: cluster, minGroups: 1, maxGroups: 1}]
                """);
        ResourcePath web = scene.create(deployment(namespace, "web", 1));
        scene.awaitIn("bali", web, object -> true);
        scene.awaitIn(
                "flores", web, object -> object.at("/status/availableReplicas").asInt(0) == 1);
        awaitBinding(
                namespace,
                binding ->
                        binding.at("/spec/gracefulEvictionTasks/0/suppressDeletion")
                                .asBoolean(false));
        assertEquals(List.of("flores"), scene.clustersOf(namespace, "web-deployment"));
        assertTrue(scene.in("bali").find(web).isPresent(), "kept for whoever asks why");
        scene.sea().member("bali").startControllers();
        scene.in("bali").delete(web, null);
        scene.awaitGone("bali", web);
        awaitBinding(namespace, binding -> !binding.path("spec").has("gracefulEvictionTasks"));
        assertTrue(scene.in("bali").find(web).isEmpty(), "nobody puts it back");
    }

    @Test
    void anExplicitTolerationIsHonoured() {
        String namespace = scene.namespace("tolerant");
        scene.policy(
                namespace,
                ONE
                        + "  clusterTolerations: [{key: storm, operator: Exists, effect: NoExecute,"
                        + " tolerationSeconds: 3600}]");
        ResourcePath stays = scene.create(configMap(namespace, "stays", "colour: blue"));
        scene.awaitIn("bali", stays, object -> true);
        String other = scene.namespace("intolerant");
        scene.policy(other, ONE);
        ResourcePath goes = scene.create(configMap(other, "goes", "colour: blue"));
        scene.awaitIn("bali", goes, object -> true);
        merge(scene.hub(), cluster("bali"), "spec: {taints: [{key: storm, effect: NoExecute}]}");
        scene.awaitIn("flores", goes, object -> true);
        scene.awaitGone("bali", goes);
        assertTrue(scene.in("bali").find(stays).isPresent());
        assertTrue(scene.in("flores").find(stays).isEmpty());
    }

    @Test
    void whatHasNowhereToGoStays() {
        String namespace = scene.namespace("stranded");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        merge(scene.hub(), cluster("bali"), "spec: {taints: [{key: storm, effect: NoExecute}]}");
        scene.awaitHub(
                "it says so",
                bindingPath(namespace, "settings-configmap"),
                object -> object.path("status").toString().contains("no other one fits"));
        assertTrue(scene.in("bali").find(settings).isPresent());
    }

    /** Where the drill says that the namespace's Deployment would go. */
    private static List<String> drill(String cluster, String namespace) {
        return scene
                .federation()
                .fleet()
                .as(scene.hub(), TestCluster.ADMIN)
                .simulate(new Change.Lost(cluster, Duration.ofMinutes(10)))
                .radius()
                .moves()
                .stream()
                .filter(move -> namespace.equals(move.template().key().namespace()))
                .flatMap(move -> move.after().stream())
                .map(Decision.Target::cluster)
                .toList();
    }

    private static void awaitBinding(String namespace, Predicate<ObjectNode> condition) {
        scene.awaitHub("the binding", bindingPath(namespace, "web-deployment"), condition);
    }
}
