package io.pinisi.cluster.controllers.disruption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DisruptionControllerTest {
    private static final ResourcePath WEB =
            ResourcePath.of(Resources.DISRUPTION_BUDGETS, ObjectKey.of("default", "web"));

    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);

    @BeforeEach
    void start() {
        bench.start(DisruptionController::new);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void budget(String spec) {
        bench.create(
                Resources.DISRUPTION_BUDGETS,
                "default",
                "{'metadata': {'name': 'web'}, 'spec': {'selector': {'matchLabels': {'app': 'web'}}, %s}}"
                        .formatted(spec));
    }

    private String set(int replicas) {
        return Metadata.uid(
                bench.create(
                        Resources.REPLICA_SETS,
                        "default",
                        "{'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'metadata': {'name':"
                                + " 'web'}, 'spec': {'replicas': "
                                + replicas
                                + "}}"));
    }

    private void pod(String name, String owners) {
        bench.create(
                Resources.PODS,
                "default",
                "{'metadata': {'name': '%s', 'labels': {'app': 'web'}%s}, 'spec': {}}"
                        .formatted(name, owners));
        bench.patch(
                ResourcePath.of(Resources.PODS, ObjectKey.of("default", name)).sub("status"),
                "{'status': {'phase': 'Running', 'conditions': [{'type': 'Ready', 'status':"
                        + " 'True'}]}}");
    }

    private static String ownedBy(String kind, String uid) {
        return ", 'ownerReferences': [{'apiVersion': 'apps/v1', 'kind': '%s', 'name': 'web', 'uid': '%s', 'controller': true}]"
                .formatted(kind, uid);
    }

    private JsonNode awaitAllowed(int allowed, int expected) {
        return bench.await(
                        "allowed " + allowed,
                        WEB,
                        budget ->
                                budget.path("status").path("disruptionsAllowed").asInt(-1)
                                                == allowed
                                        && budget.path("status").path("expectedPods").asInt(-1)
                                                == expected)
                .path("status");
    }

    @Test
    void countsHealthyPodsAgainstTheirMinimum() {
        pod("one", "");
        pod("two", "");
        budget("'minAvailable': 1");
        JsonNode status = awaitAllowed(1, 2);
        assertEquals(2, status.path("currentHealthy").asInt());
        assertEquals(1, status.path("desiredHealthy").asInt());
        assertTrue(Conditions.isTrue(status, "DisruptionAllowed"));
        bench.client()
                .delete(ResourcePath.of(Resources.PODS, ObjectKey.of("default", "one")), null);
        JsonNode after = awaitAllowed(0, 1);
        assertEquals(
                "InsufficientPods",
                Conditions.find(after, "DisruptionAllowed")
                        .orElseThrow()
                        .path("reason")
                        .asString());
    }

    @Test
    void sharesAreOfWhatTheControllerWants() {
        String uid = set(4);
        for (String name : new String[] {"a", "b", "c"}) {
            pod(name, ownedBy("ReplicaSet", uid));
        }
        budget("'maxUnavailable': '50%'");
        JsonNode status = awaitAllowed(1, 4);
        assertEquals(2, status.path("desiredHealthy").asInt());
    }

    @Test
    void anAllowedEvictionLapsesWhenItDoesNotCome() {
        pod("one", "");
        pod("two", "");
        budget("'minAvailable': 1");
        awaitAllowed(1, 2);
        bench.patch(
                WEB.sub("status"),
                "{'status': {'disruptionsAllowed': 0, 'disruptedPods': {'one': '%s'}}}"
                        .formatted(clock.instant()));
        ObjectNode taken =
                bench.await("seen", WEB, b -> b.path("status").path("currentHealthy").asInt() == 1);
        assertEquals(0, taken.path("status").path("disruptionsAllowed").asInt());
        clock.advance(Duration.ofMinutes(3));
        bench.patch(WEB, "{'metadata': {'labels': {'poke': '1'}}}");
        JsonNode status = awaitAllowed(1, 2);
        assertTrue(status.path("disruptedPods").isEmpty());
    }

    @Test
    void aBudgetThatCannotBeReckonedAllowsNothing() {
        pod("one", ownedBy("Boat", "b-1"));
        budget("'maxUnavailable': 1");
        ObjectNode budget =
                bench.await(
                        "failed",
                        WEB,
                        b ->
                                Conditions.find(b.path("status"), "DisruptionAllowed")
                                        .filter(
                                                c ->
                                                        c.path("reason")
                                                                .asString("")
                                                                .equals("SyncFailed"))
                                        .isPresent());
        assertEquals(0, budget.path("status").path("disruptionsAllowed").asInt(-1));
    }
}
