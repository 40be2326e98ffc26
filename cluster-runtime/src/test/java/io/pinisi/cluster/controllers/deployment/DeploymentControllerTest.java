package io.pinisi.cluster.controllers.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.TemplateHash;
import io.pinisi.cluster.controllers.replicaset.ReplicaController;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.controllers.testing.SimulatedPods;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DeploymentControllerTest {
    private static final ResourcePath WEB =
            ResourcePath.of(Resources.DEPLOYMENTS, ObjectKey.of("default", "web"));
    private static final String DEPLOYMENT =
            """
            {'apiVersion': 'apps/v1', 'kind': 'Deployment', 'metadata': {'name': 'web'},
             'spec': {'replicas': 4, 'progressDeadlineSeconds': 600, 'revisionHistoryLimit': 2,
              'selector': {'matchLabels': {'app': 'web'}},
              'strategy': {'type': 'RollingUpdate',
               'rollingUpdate': {'maxSurge': 1, 'maxUnavailable': '25%'}},
              'template': {'metadata': {'labels': {'app': 'web'}},
               'spec': {'containers': [{'name': 'web', 'image': 'nginx:1'}]}}}}
            """;

    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);
    private final SimulatedPods pods = bench.simulatePods();

    @AfterEach
    void close() {
        bench.close();
    }

    private void begin(String deployment) {
        bench.start(ReplicaController::ofReplicaSets, DeploymentController::new);
        bench.create(Resources.DEPLOYMENTS, "default", deployment);
    }

    private void setImage(String image) {
        bench.patch(
                WEB,
                "{'spec': {'template': {'spec': {'containers': [{'name': 'web', 'image': '"
                        + image
                        + "'}]}}}}");
    }

    private ObjectNode awaitComplete() {
        return bench.await(
                "complete",
                WEB,
                d ->
                        RolloutStatus.isComplete(new DeploymentView(d), d.path("status"))
                                && DeploymentConditions.progressReason(d.path("status"))
                                        .equals("NewReplicaSetAvailable"));
    }

    private ObjectNode setOf(String image) {
        return bench.all(Resources.REPLICA_SETS).stream()
                .filter(
                        s ->
                                s.at("/spec/template/spec/containers/0/image")
                                        .asString()
                                        .equals(image))
                .findFirst()
                .orElseThrow();
    }

    private static String condition(ObjectNode deployment, String type, String field) {
        return Conditions.find(deployment.path("status"), type)
                .map(c -> c.path(field).asString(""))
                .orElse("");
    }

    private Informer follow(GroupVersionResource resource) {
        Informer informer =
                new Informer(
                        bench.client(),
                        ResourcePath.all(resource),
                        ListOptions.ALL,
                        InformerLimits.STANDARD);
        informer.start();
        Await.until("synced", informer::hasSynced);
        return informer;
    }

    @Test
    void rollsOutItsFirstTemplate() {
        begin(DEPLOYMENT);
        ObjectNode deployment = awaitComplete();
        ObjectNode set = setOf("nginx:1");
        String hash = Metadata.of(set).label("pod-template-hash");
        assertNotNull(hash);
        assertEquals("web-" + hash, Metadata.of(set).name());
        assertEquals(hash, set.at("/spec/selector/matchLabels/pod-template-hash").asString());
        assertEquals("1", Metadata.of(deployment).annotation(RevisionNotes.REVISION));
        assertEquals("MinimumReplicasAvailable", condition(deployment, "Available", "reason"));
        assertEquals(
                "ReplicaSet \"web-" + hash + "\" has successfully progressed.",
                condition(deployment, "Progressing", "message"));
        JsonNode status = deployment.path("status");
        assertEquals(4, status.path("readyReplicas").asInt());
        assertTrue(status.path("unavailableReplicas").isMissingNode());
    }

    @Test
    void rollingUpdateStaysWithinItsBounds() {
        begin(DEPLOYMENT);
        awaitComplete();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger fewest = new AtomicInteger(Integer.MAX_VALUE);
        Informer sets = follow(Resources.REPLICA_SETS);
        sets.addHandler(
                change ->
                        most.accumulateAndGet(
                                sets.lister().list().stream()
                                        .mapToInt(set -> set.at("/spec/replicas").asInt())
                                        .sum(),
                                Math::max));
        Informer watch = follow(Resources.PODS);
        bench.await("copy", WEB, d -> watch.lister().size() == 4);
        watch.addHandler(
                change -> {
                    long ready =
                            watch.lister().list().stream()
                                    .map(PodView::new)
                                    .filter(pod -> pod.isActive() && pod.isReady())
                                    .count();
                    fewest.accumulateAndGet((int) ready, Math::min);
                });
        setImage("nginx:2");
        bench.await("observed", WEB, d -> d.at("/status/observedGeneration").asInt() == 2);
        ObjectNode deployment = awaitComplete();
        watch.close();
        sets.close();
        assertTrue(most.get() <= 5, "surge: " + most);
        assertTrue(fewest.get() >= 3, "availability: " + fewest);
        assertEquals("2", Metadata.of(deployment).annotation(RevisionNotes.REVISION));
        assertEquals(0, setOf("nginx:1").at("/spec/replicas").asInt());
        assertEquals(4, setOf("nginx:2").at("/spec/replicas").asInt());
    }

    @Test
    void formerTemplateGetsItsSetBackUnderANewRevision() {
        begin(DEPLOYMENT);
        awaitComplete();
        setImage("nginx:2");
        bench.await("second", WEB, d -> d.at("/status/observedGeneration").asInt() == 2);
        awaitComplete();
        String uid = Metadata.uid(setOf("nginx:1"));
        setImage("nginx:1");
        bench.await("third", WEB, d -> d.at("/status/observedGeneration").asInt() == 3);
        ObjectNode deployment = awaitComplete();
        ObjectNode set = setOf("nginx:1");
        assertEquals(uid, Metadata.uid(set));
        assertEquals("3", Metadata.of(set).annotation(RevisionNotes.REVISION));
        assertEquals("1", Metadata.of(set).annotation(RevisionNotes.HISTORY));
        assertEquals("3", Metadata.of(deployment).annotation(RevisionNotes.REVISION));
        assertEquals(2, bench.all(Resources.REPLICA_SETS).size());
    }

    @Test
    void oldSetsBeyondTheHistoryLimitAreDeleted() {
        begin(DEPLOYMENT);
        awaitComplete();
        for (int i = 2; i <= 5; i++) {
            setImage("nginx:" + i);
            int generation = i;
            bench.await(
                    "step " + i,
                    WEB,
                    d -> d.at("/status/observedGeneration").asInt() == generation);
            awaitComplete();
        }
        bench.awaitCount(Resources.REPLICA_SETS, 3);
        assertEquals("5", Metadata.of(setOf("nginx:5")).annotation(RevisionNotes.REVISION));
        assertEquals("3", Metadata.of(setOf("nginx:3")).annotation(RevisionNotes.REVISION));
    }

    @Test
    void recreateStopsTheOldPodsBeforeStartingNewOnes() {
        begin(
                DEPLOYMENT.replace(
                        "'strategy': {'type': 'RollingUpdate',\n   'rollingUpdate':"
                                + " {'maxSurge': 1, 'maxUnavailable': '25%'}}",
                        "'strategy': {'type': 'Recreate'}"));
        ObjectNode first = awaitComplete();
        assertEquals("Recreate", first.at("/spec/strategy/type").asString());
        AtomicInteger mixed = new AtomicInteger();
        Informer watch = follow(Resources.PODS);
        watch.addHandler(
                change -> {
                    long images =
                            watch.lister().list().stream()
                                    .map(p -> p.at("/spec/containers/0/image").asString())
                                    .distinct()
                                    .count();
                    mixed.accumulateAndGet((int) images, Math::max);
                });
        setImage("nginx:2");
        bench.await("observed", WEB, d -> d.at("/status/observedGeneration").asInt() == 2);
        awaitComplete();
        watch.close();
        assertEquals(1, mixed.get());
    }

    @Test
    void pausedDeploymentScalesButDoesNotRoll() {
        begin(DEPLOYMENT);
        awaitComplete();
        bench.patch(WEB, "{'spec': {'paused': true}}");
        bench.await(
                "paused",
                WEB,
                d -> condition(d, "Progressing", "reason").equals("DeploymentPaused"));
        setImage("nginx:2");
        bench.patch(WEB, "{'spec': {'replicas': 6}}");
        bench.await("scaled", WEB, d -> d.at("/status/availableReplicas").asInt(0) == 6);
        assertEquals(1, bench.all(Resources.REPLICA_SETS).size());
        bench.patch(WEB, "{'spec': {'paused': false}}");
        awaitComplete();
        assertEquals(6, setOf("nginx:2").at("/spec/replicas").asInt());
    }

    @Test
    void rolloutThatDoesNotMoveIsCalledStuck() {
        begin(DEPLOYMENT);
        awaitComplete();
        pods.onlyReadyIf(p -> p.at("/spec/containers/0/image").asString().equals("nginx:1"));
        setImage("broken");
        bench.await(
                "half way",
                WEB,
                d ->
                        d.at("/status/updatedReplicas").asInt(0) == 2
                                && d.at("/status/availableReplicas").asInt(0) == 3
                                && d.at("/status/replicas").asInt(0) == 5);
        clock.advance(Duration.ofSeconds(700));
        bench.patch(WEB, "{'metadata': {'labels': {'poke': '1'}}}");
        ObjectNode stuck =
                bench.await(
                        "stuck",
                        WEB,
                        d ->
                                condition(d, "Progressing", "reason")
                                        .equals("ProgressDeadlineExceeded"));
        assertEquals("False", condition(stuck, "Progressing", "status"));
        assertEquals("True", condition(stuck, "Available", "status"));
    }

    @Test
    void scalingInTheMiddleOfARolloutIsShared() {
        begin(DEPLOYMENT.replace("'replicas': 4", "'replicas': 10"));
        awaitComplete();
        pods.onlyReadyIf(p -> p.at("/spec/containers/0/image").asString().equals("nginx:1"));
        setImage("broken");
        bench.await(
                "half way",
                WEB,
                d ->
                        d.at("/status/updatedReplicas").asInt(0) == 3
                                && d.at("/status/replicas").asInt(0) == 11);
        bench.patch(WEB, "{'spec': {'replicas': 20}}");
        bench.await("grown", WEB, d -> d.at("/status/replicas").asInt(0) == 21);
        assertEquals(15, setOf("nginx:1").at("/spec/replicas").asInt());
        assertEquals(6, setOf("broken").at("/spec/replicas").asInt());
    }

    @Test
    void takenNameLeadsToAnotherHash() {
        ObjectNode deployment = ControllerBench.tree(DEPLOYMENT);
        String name = "web-" + TemplateHash.of(deployment.at("/spec/template"), 0);
        bench.create(
                Resources.REPLICA_SETS,
                "default",
                "{'metadata': {'name': '"
                        + name
                        + "'}, 'spec': {'replicas': 0, 'selector': {'matchLabels': {'a': 'b'}},"
                        + " 'template': {}}}");
        bench.start(ReplicaController::ofReplicaSets, DeploymentController::new);
        bench.create(Resources.DEPLOYMENTS, "default", DEPLOYMENT);
        bench.await("collision", WEB, d -> d.at("/status/collisionCount").asInt(0) == 1);
        clock.advance(Duration.ofMinutes(1));
        bench.patch(WEB, "{'metadata': {'labels': {'poke': '1'}}}");
        awaitComplete();
        assertNotEquals(name, Metadata.of(setOf("nginx:1")).name());
    }
}
