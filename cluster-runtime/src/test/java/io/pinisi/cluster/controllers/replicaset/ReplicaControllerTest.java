package io.pinisi.cluster.controllers.replicaset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReplicaControllerTest {
    private static final ResourcePath WEB =
            ResourcePath.of(Resources.REPLICA_SETS, ObjectKey.of("default", "web"));
    private static final String SET =
            """
            {'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'metadata': {'name': 'web'},
             'spec': {'replicas': 3, 'selector': {'matchLabels': {'app': 'web'}},
              'template': {'metadata': {'labels': {'app': 'web'}},
               'spec': {'containers': [{'name': 'web', 'image': 'nginx'}]}}}}
            """;

    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);

    @AfterEach
    void close() {
        bench.close();
    }

    private ObjectNode awaitStatus(String field, int count) {
        return bench.await(
                field + "=" + count, WEB, set -> set.path("status").path(field).asInt(0) == count);
    }

    @Test
    void createsPodsAndCountsThem() {
        bench.simulatePods();
        bench.start(ReplicaController::ofReplicaSets);
        bench.create(Resources.REPLICA_SETS, "default", SET);
        ObjectNode set = awaitStatus("availableReplicas", 3);
        assertEquals(3, set.path("status").path("fullyLabeledReplicas").asInt());
        assertEquals(1, set.path("status").path("observedGeneration").asInt());
        ObjectNode pod = bench.all(Resources.PODS).getFirst();
        assertTrue(Metadata.of(pod).name().startsWith("web-"));
        assertTrue(Metadata.of(pod).isControlledBy(Metadata.uid(set)));
        assertEquals("nginx", pod.at("/spec/containers/0/image").asString());
    }

    @Test
    void scalesDownAndReplacesADeletedPod() {
        bench.simulatePods();
        bench.start(ReplicaController::ofReplicaSets);
        bench.create(Resources.REPLICA_SETS, "default", SET);
        awaitStatus("readyReplicas", 3);
        bench.patch(WEB, "{'spec': {'replicas': 1}}");
        awaitStatus("replicas", 1);
        bench.awaitCount(Resources.PODS, 1);
        ObjectNode last = bench.alive(Resources.PODS).getFirst();
        bench.client().delete(ResourcePath.of(Resources.PODS, Metadata.key(last)), null);
        Await.until(
                "replaced",
                () ->
                        bench.alive(Resources.PODS).stream()
                                .anyMatch(p -> !Metadata.uid(p).equals(Metadata.uid(last))));
        awaitStatus("readyReplicas", 1);
    }

    @Test
    void adoptsMatchingOrphansAndReleasesWhatMatchesNoLonger() {
        bench.simulatePods();
        bench.create(
                Resources.PODS,
                "default",
                "{'metadata': {'name': 'orphan', 'labels': {'app': 'web'}}, 'spec': {}}");
        bench.start(ReplicaController::ofReplicaSets);
        String uid = Metadata.uid(bench.create(Resources.REPLICA_SETS, "default", SET));
        awaitStatus("readyReplicas", 3);
        assertEquals(3, bench.alive(Resources.PODS).size());
        ResourcePath orphan = ResourcePath.of(Resources.PODS, ObjectKey.of("default", "orphan"));
        bench.await("adopted", orphan, pod -> Metadata.of(pod).isControlledBy(uid));
        bench.patch(orphan, "{'metadata': {'labels': {'app': 'other'}}}");
        bench.await("released", orphan, pod -> Metadata.of(pod).owners().isEmpty());
        bench.awaitCount(Resources.PODS, 4);
        awaitStatus("readyReplicas", 3);
    }

    @Test
    void failureToCreateIsToldInConditionAndEvent() {
        AtomicInteger attempts = new AtomicInteger();
        bench.api()
                .fail(
                        request -> {
                            if (!request.method().equals("POST")
                                    || !request.path().endsWith("/pods")) {
                                return null;
                            }
                            attempts.incrementAndGet();
                            return new ApiException(
                                    Reason.FORBIDDEN,
                                    "pods \"web-x\" is forbidden: exceeded quota");
                        });
        bench.start(ReplicaController::ofReplicaSets);
        bench.create(Resources.REPLICA_SETS, "default", SET);
        ObjectNode set =
                bench.await(
                        "failure", WEB, s -> Conditions.isTrue(s.path("status"), "ReplicaFailure"));
        assertEquals(
                "FailedCreate",
                Conditions.find(set.path("status"), "ReplicaFailure")
                        .orElseThrow()
                        .path("reason")
                        .asString());
        Await.until(
                "event",
                () ->
                        bench.all(Resources.EVENTS).stream()
                                .anyMatch(
                                        e ->
                                                e.path("message")
                                                        .asString("")
                                                        .equals(
                                                                "Error creating: pods \"web-x\" is"
                                                                        + " forbidden: exceeded"
                                                                        + " quota")));
        // one for the new set, one for its new status; without a slow start, three for each
        assertTrue(attempts.get() <= 2, "slow start stops at the first failure: " + attempts);
        bench.api().heal();
        clock.advance(java.time.Duration.ofMinutes(1));
        bench.patch(WEB, "{'metadata': {'labels': {'poke': '1'}}}");
        bench.awaitCount(Resources.PODS, 3);
        bench.await(
                "recovered",
                WEB,
                s -> Conditions.find(s.path("status"), "ReplicaFailure").isEmpty());
    }

    @Test
    void podIsAvailableOnlyAfterMinReadySeconds() {
        bench.simulatePods();
        bench.start(ReplicaController::ofReplicaSets);
        bench.create(
                Resources.REPLICA_SETS,
                "default",
                SET.replace("'replicas': 3", "'replicas': 1, 'minReadySeconds': 10"));
        ObjectNode set = awaitStatus("readyReplicas", 1);
        assertEquals(0, set.path("status").path("availableReplicas").asInt(0));
        clock.advance(java.time.Duration.ofSeconds(11));
        bench.patch(WEB, "{'metadata': {'labels': {'poke': '1'}}}");
        awaitStatus("availableReplicas", 1);
    }

    @Test
    void hundredPodsAreCreatedExactlyOnce() {
        bench.simulatePods();
        bench.start(ReplicaController::ofReplicaSets);
        bench.create(
                Resources.REPLICA_SETS, "default", SET.replace("'replicas': 3", "'replicas': 100"));
        awaitStatus("readyReplicas", 100);
        List<String> creations =
                bench.api().writes().stream()
                        .filter(w -> w.startsWith("POST") && w.endsWith("/pods"))
                        .toList();
        assertEquals(100, creations.size());
    }
}
