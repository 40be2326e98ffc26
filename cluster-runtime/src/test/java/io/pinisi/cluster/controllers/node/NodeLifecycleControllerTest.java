package io.pinisi.cluster.controllers.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Toleration;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class NodeLifecycleControllerTest {
    private static final ResourcePath NODE =
            ResourcePath.of(Resources.NODES, ObjectKey.cluster("n1"));
    private static final ResourcePath POD =
            ResourcePath.of(Resources.PODS, ObjectKey.of("default", "p"));
    private static final Instant NOW = Instant.parse("2026-01-01T00:10:00Z");

    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);

    @AfterEach
    void close() {
        bench.close();
    }

    private void begin() {
        bench.create(
                Resources.NODES,
                "",
                "{'kind': 'Node', 'metadata': {'name': 'n1'}, 'spec': {}, 'status': {'conditions':"
                        + " [{'type': 'Ready', 'status': 'True'}]}}");
        bench.create(
                Resources.LEASES,
                "kube-node-lease",
                "{'metadata': {'name': 'n1'}, 'spec': {'renewTime': '1'}}");
        bench.create(
                Resources.PODS,
                "default",
                "{'kind': 'Pod', 'metadata': {'name': 'p'}, 'spec': {'nodeName': 'n1',"
                        + " 'tolerations': [{'key': 'node.kubernetes.io/unreachable', 'operator':"
                        + " 'Exists', 'effect': 'NoExecute', 'tolerationSeconds': 300}]},"
                        + " 'status': {'phase': 'Running', 'conditions': [{'type': 'Ready',"
                        + " 'status': 'True'}]}}");
        bench.start(NodeLifecycleController::new);
    }

    private void poke() {
        bench.patch(NODE, "{'metadata': {'labels': {'poke': '" + clock.instant() + "'}}}");
    }

    private static boolean isTainted(ObjectNode node, String key) {
        return node.path("spec").path("taints").toString().contains(key);
    }

    /** Waits until the controller has settled on the present state: its copy shows the poke. */
    private void goSilent() {
        Await.until(
                "looked at once",
                () -> !bench.api().writes().isEmpty() && bench.api().peek(NODE) != null);
        Await.until(
                "called unknown",
                () -> {
                    clock.advance(Duration.ofSeconds(41));
                    poke();
                    ObjectNode node = bench.api().peek(NODE);
                    return node != null
                            && "Unknown".equals(Conditions.status(node.path("status"), "Ready"));
                });
    }

    @Test
    void silentNodeIsUnknownTaintedAndItsPodsNotReadyThenEvicted() {
        begin();
        goSilent();
        ObjectNode node = bench.await("tainted", NODE, n -> isTainted(n, NodeTaints.UNREACHABLE));
        assertEquals(
                "NodeStatusUnknown",
                Conditions.find(node.path("status"), "Ready")
                        .orElseThrow()
                        .path("reason")
                        .asString());
        bench.await("not ready", POD, p -> !Conditions.isTrue(p.path("status"), "Ready"));
        assertNotNull(bench.api().peek(POD));
        clock.advance(Duration.ofSeconds(301));
        poke();
        bench.await("evicted", POD, p -> Metadata.of(p).isDeleting());
    }

    @Test
    void nodeThatComesBackLosesItsTaints() {
        begin();
        goSilent();
        bench.await("tainted", NODE, n -> isTainted(n, NodeTaints.UNREACHABLE));
        bench.client()
                .patch(
                        NODE.sub("status"),
                        PatchType.MERGE,
                        ControllerBench.tree(
                                "{'status': {'conditions': [{'type': 'Ready', 'status': 'True',"
                                        + " 'lastHeartbeatTime': '2026-01-01T00:00:00Z'}]}}"),
                        WriteOptions.PLAIN);
        bench.await("clean", NODE, n -> n.path("spec").path("taints").isEmpty());
    }

    @Test
    void cordonedAndUnreadyNodesAreTainted() {
        begin();
        bench.patch(NODE, "{'spec': {'unschedulable': true}}");
        bench.await("cordoned", NODE, n -> isTainted(n, "node.kubernetes.io/unschedulable"));
        bench.patch(NODE, "{'spec': {'unschedulable': null}}");
        bench.await("open", NODE, n -> n.path("spec").path("taints").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "never",
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "{} | -1000000000-01-01T00:00:00Z",
                "{'operator': 'Exists'} | never",
                "{'key': 'k', 'operator': 'Exists', 'tolerationSeconds': 60} |"
                        + " 2026-01-01T00:01:00Z",
                "{'key': 'other', 'operator': 'Exists'} | -1000000000-01-01T00:00:00Z",
                "{'key': 'k', 'operator': 'Exists', 'effect': 'NoSchedule'} |"
                        + " -1000000000-01-01T00:00:00Z"
            })
    void podLeavesAtTheEndOfItsToleration(String toleration, String due) {
        ObjectNode node =
                ControllerBench.tree(
                        "{'spec': {'taints': [{'key': 'k', 'effect': 'NoExecute', 'timeAdded':"
                                + " '2026-01-01T00:00:00Z'}]}}");
        ObjectNode pod =
                ControllerBench.tree(
                        toleration.equals("{}")
                                ? "{'spec': {}}"
                                : "{'spec': {'tolerations': [" + toleration + "]}}");
        assertEquals(
                Optional.ofNullable(due).map(Instant::parse),
                Eviction.due(node, Toleration.ofPod(pod), NOW));
    }
}
