package io.pinisi.federation.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.propagation.ObservedObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class AggregationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Reachability SEEN = new Reachability(true, "", "");
    private static final Reachability LOST =
            new Reachability(false, "2026-01-01T00:00:00Z", "no answer");
    private static final String DONE =
            """
            replicas: 2
            updatedReplicas: 2
            readyReplicas: 2
            availableReplicas: 2
            conditions:
            - {type: Available, status: "True"}
            - {type: Progressing, status: "True", reason: NewReplicaSetAvailable}
            """;
    private static final String HALFWAY =
            """
            replicas: 3
            updatedReplicas: 1
            readyReplicas: 2
            availableReplicas: 2
            unavailableReplicas: 1
            conditions:
            - {type: Available, status: "True"}
            - {type: Progressing, status: "True", reason: ReplicaSetUpdated}
            """;

    @Test
    void countersAddUp() {
        ObjectNode status = deployment(copy("bali", DONE, 4), copy("flores", HALFWAY, 4));
        assertEquals(5, status.path("replicas").asInt());
        assertEquals(3, status.path("updatedReplicas").asInt());
        assertEquals(1, status.path("unavailableReplicas").asInt());
        assertEquals("ReplicaSetUpdated", reason(status, "Progressing"));
    }

    @Test
    void theGenerationIsObservedWhenEveryClusterHasObservedIt() {
        assertEquals(
                4,
                deployment(copy("bali", DONE, 4), copy("flores", DONE, 4))
                        .path("observedGeneration")
                        .asLong());
        assertFalse(
                deployment(copy("bali", DONE, 4), copy("flores", DONE, 3))
                        .has("observedGeneration"));
        assertFalse(deployment(copy("bali", DONE, 4), lost("flores")).has("observedGeneration"));
    }

    @Test
    void allDoneReadsAsDone() {
        ObjectNode status = deployment(copy("bali", DONE, 4), copy("flores", DONE, 4));
        assertEquals("True", Conditions.status(status, "Available"));
        assertEquals("NewReplicaSetAvailable", reason(status, "Progressing"));
        assertFalse(status.has("unavailableReplicas"));
    }

    @Test
    void aClusterOutOfSightIsUnknownAndItsReplicasAreNotReady() {
        ObjectNode status = deployment(copy("bali", DONE, 4), lost("flores"));
        assertEquals("Unknown", Conditions.status(status, "Available"));
        assertEquals(2, status.path("readyReplicas").asInt());
        assertEquals(2, status.path("unavailableReplicas").asInt());
    }

    @Test
    void oneStuckClusterMakesTheWholeStuck() {
        String stuck =
                "conditions: [{type: Progressing, status: \"False\", reason:"
                        + " ProgressDeadlineExceeded}]";
        ObjectNode status = deployment(copy("bali", DONE, 4), copy("flores", stuck, 4));
        assertEquals("False", Conditions.status(status, "Progressing"));
        assertEquals("ProgressDeadlineExceeded", reason(status, "Progressing"));
    }

    @Test
    void balancersOfAllClustersAreListed() {
        ObjectNode service = yaml("{apiVersion: v1, kind: Service, metadata: {name: web}}");
        ObjectNode status =
                Aggregation.of(
                                service,
                                List.of(
                                        copy("bali", "loadBalancer: {ingress: [{ip: 1.1.1.1}]}", 0),
                                        copy(
                                                "flores",
                                                "loadBalancer: {ingress: [{ip: 2.2.2.2}]}",
                                                0)),
                                NOW)
                        .orElseThrow();
        assertEquals(2, status.path("loadBalancer").path("ingress").size());
    }

    @Test
    void aJobIsDoneWhenItIsDoneEverywhere() {
        String done =
                "succeeded: 2\nstartTime: '2026-01-01T00:00:0%dZ'\ncompletionTime:"
                        + " '2026-01-01T00:01:0%dZ'\nconditions: [{type: Complete, status:"
                        + " \"True\"}]";
        ObjectNode all =
                of(
                        "batch/v1",
                        "Job",
                        copy("bali", done.formatted(1, 1), 4),
                        copy("flores", done.formatted(2, 2), 4));
        assertEquals(4, all.path("succeeded").asInt());
        assertEquals("2026-01-01T00:00:01Z", all.path("startTime").asString(""));
        assertEquals("2026-01-01T00:01:02Z", all.path("completionTime").asString(""));
        assertEquals("True", Conditions.status(all, "SuccessCriteriaMet"));
        assertEquals("True", Conditions.status(all, "Complete"));
        ObjectNode half =
                of(
                        "batch/v1",
                        "Job",
                        copy("bali", done.formatted(1, 1), 4),
                        copy("flores", "active: 1", 4));
        assertFalse(half.has("conditions"));
    }

    @Test
    void aJobThatFailsInOneClusterFails() {
        ObjectNode failed =
                of(
                        "batch/v1",
                        "Job",
                        copy(
                                "bali",
                                "startTime: '2026-01-01T00:00:00Z'\nfailed: 3\nconditions: [{type:"
                                        + " Failed, status: \"True\"}]",
                                4),
                        copy("flores", "succeeded: 1", 4));
        assertEquals("True", Conditions.status(failed, "FailureTarget"));
        assertEquals(
                "Job failed in bali.",
                Conditions.find(failed, "Failed").orElseThrow().path("message").asString(""));
    }

    @Test
    void theWorstPhaseCountsAndListsAreJoined() {
        ObjectNode pod =
                of(
                        "v1",
                        "Pod",
                        copy("bali", "{phase: Running, containerStatuses: [{name: a}]}", 0),
                        copy("flores", "{phase: Pending, containerStatuses: [{name: a}]}", 0));
        assertEquals("Pending", pod.path("phase").asString(""));
        assertEquals(2, pod.path("containerStatuses").size());
        ObjectNode claim =
                of("v1", "PersistentVolumeClaim", copy("bali", "phase: Bound", 0), lost("flores"));
        assertEquals("Bound", claim.path("phase").asString(""));
        ObjectNode cron =
                of(
                        "batch/v1",
                        "CronJob",
                        copy("bali", "lastScheduleTime: '2026-01-01T00:00:01Z'", 0),
                        copy("flores", "lastScheduleTime: '2026-01-01T00:00:02Z'", 0));
        assertEquals("2026-01-01T00:00:02Z", cron.path("lastScheduleTime").asString(""));
    }

    @Test
    void budgetsAndAutoscalersAddUp() {
        String budget =
                "{currentHealthy: 2, desiredHealthy: 1, expectedPods: 2, disruptionsAllowed: 1,"
                        + " observedGeneration: 1}";
        ObjectNode sum =
                of(
                        "policy/v1",
                        "PodDisruptionBudget",
                        copy("bali", budget, 4),
                        copy("flores", budget, 4));
        assertEquals(4, sum.path("currentHealthy").asInt());
        assertEquals(2, sum.path("disruptionsAllowed").asInt());
        assertEquals(4, sum.path("observedGeneration").asInt());
        ObjectNode scaler =
                of(
                        "autoscaling/v2",
                        "HorizontalPodAutoscaler",
                        copy("bali", "{currentReplicas: 2, desiredReplicas: 3}", 4),
                        copy("flores", "{currentReplicas: 1, desiredReplicas: 1}", 4));
        assertEquals(4, scaler.path("desiredReplicas").asInt());
    }

    @Test
    void otherKindsKeepTheirStatus() {
        assertEquals(
                Optional.empty(),
                Aggregation.of(
                        yaml("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}"),
                        List.of(),
                        NOW));
    }

    @Test
    void ofAKnownKindTheWorstCopyTellsAndCountersAddUp() {
        ObjectNode status =
                of(
                        "apps.kruise.io/v1alpha1",
                        "CloneSet",
                        copy("bali", "{replicas: 2, updatedReplicas: 2, updateRevision: a}", 4),
                        lost("timor"),
                        copy("flores", "{replicas: 3, updateRevision: b}", 4));
        assertEquals(5, status.path("replicas").asInt());
        assertEquals(2, status.path("updatedReplicas").asInt());
        assertEquals(0, status.path("observedGeneration").asInt(), "timor is out of sight");
        ObjectNode jobs =
                of(
                        "kubeflow.org/v1",
                        "TFJob",
                        copy("bali", "replicaStatuses: {Worker: {active: 2}}", 4),
                        copy(
                                "flores",
                                "replicaStatuses: {Worker: {active: 1}, PS: {failed: 1}}",
                                4));
        assertEquals(
                "{\"Worker\":{\"active\":3},\"PS\":{\"failed\":1}}",
                jobs.path("replicaStatuses").toString());
    }

    private static ObjectNode deployment(Placed... copies) {
        return of("apps/v1", "Deployment", copies);
    }

    private static ObjectNode of(String apiVersion, String kind, Placed... copies) {
        ObjectNode template =
                yaml(
                        "{apiVersion: %s, kind: %s, metadata: {name: web, generation: 4}}"
                                .formatted(apiVersion, kind));
        return Aggregation.of(template, List.of(copies), NOW).orElseThrow();
    }

    private static Placed copy(String cluster, String status, long generation) {
        ObservedObject object =
                new ObservedObject(
                        ObjectKey.of("shop", "web"),
                        "u",
                        "1",
                        "shop/web-deployment",
                        "t",
                        generation,
                        "h",
                        false,
                        true,
                        Health.HEALTHY,
                        yaml(status),
                        List.of(),
                        ObservedObject.Held.AS_APPLIED,
                        NOW);
        return new Placed(cluster, OptionalInt.of(2), SEEN, Optional.empty(), Optional.of(object));
    }

    private static Placed lost(String cluster) {
        return new Placed(cluster, OptionalInt.of(2), LOST, Optional.empty(), Optional.empty());
    }

    private static String reason(ObjectNode status, String type) {
        return Conditions.find(status, type).orElseThrow().path("reason").asString("");
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }
}
