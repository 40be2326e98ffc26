package io.pinisi.cluster.controllers.daemonset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.controllers.testing.SimulatedPods;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DaemonSetControllerTest {
    private static final ResourcePath LOG =
            ResourcePath.of(Resources.DAEMON_SETS, ObjectKey.of("default", "log"));

    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);
    private final SimulatedPods pods = bench.simulatePods();

    @BeforeEach
    void start() {
        bench.start(DaemonSetController::new);
        node("n1", "");
        node("n2", "");
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void node(String name, String fields) {
        bench.create(
                Resources.NODES,
                "",
                "{'metadata': {'name': '%s', 'labels': {'node': '%s'}}, 'spec': {%s}}"
                        .formatted(name, name, fields));
    }

    private void create(String fields) {
        bench.create(
                Resources.DAEMON_SETS,
                "default",
                """
                {'apiVersion': 'apps/v1', 'kind': 'DaemonSet', 'metadata': {'name': 'log'},
                 'spec': {%s, 'selector': {'matchLabels': {'app': 'log'}},
                  'template': {'metadata': {'labels': {'app': 'log'}},
                   'spec': {'containers': [{'name': 'main', 'image': 'log:1'}]}}}}
                """
                        .formatted(fields));
    }

    /** The images of the pods of each node. */
    private String images() {
        TreeMap<String, String> images = new TreeMap<>();
        for (ObjectNode pod : bench.alive(Resources.PODS)) {
            images.merge(
                    DaemonPods.nodeOf(new PodView(pod)),
                    pod.at("/spec/containers/0/image").asString(),
                    (a, b) -> a + "+" + b);
        }
        return images.toString();
    }

    private void awaitImages(String expected) {
        Await.until(expected, () -> images().equals(expected));
    }

    private ObjectNode awaitStatus(String field, int count) {
        return bench.await(
                field + "=" + count, LOG, set -> set.path("status").path(field).asInt(0) == count);
    }

    private void setImage(String image) {
        bench.patch(
                LOG,
                "{'spec': {'template': {'spec': {'containers': [{'name': 'main', 'image': '"
                        + image
                        + "'}]}}}}");
    }

    @Test
    void everyNodeThatWantsOneGetsOnePod() {
        node("tainted", "'taints': [{'key': 'a', 'effect': 'NoSchedule'}]");
        create(
                "'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'maxUnavailable':"
                        + " 1}}");
        ObjectNode set = awaitStatus("numberAvailable", 2);
        assertEquals(2, set.path("status").path("desiredNumberScheduled").asInt());
        assertEquals("{n1=log:1, n2=log:1}", images());
        ObjectNode pod = bench.alive(Resources.PODS).getFirst();
        assertTrue(
                pod.at("/spec/tolerations").toString().contains("node.kubernetes.io/unreachable"));
        node("n3", "");
        awaitImages("{n1=log:1, n2=log:1, n3=log:1}");
        bench.patch(
                ResourcePath.all(Resources.NODES).named("n1"),
                "{'spec': {'taints': [{'key': 'b', 'effect': 'NoExecute'}]}}");
        awaitImages("{n2=log:1, n3=log:1}");
        awaitStatus("desiredNumberScheduled", 2);
    }

    @Test
    void aNodeSelectorChoosesNodes() {
        create("'updateStrategy': {'type': 'OnDelete'}");
        awaitStatus("numberReady", 2);
        bench.patch(LOG, "{'spec': {'template': {'spec': {'nodeSelector': {'node': 'n2'}}}}}");
        awaitImages("{n2=log:1}");
    }

    @Test
    void replacesNoMoreThanMayBeAway() {
        create(
                "'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'maxUnavailable':"
                        + " 1}}");
        awaitStatus("numberAvailable", 2);
        pods.onlyReadyIf(pod -> pod.at("/spec/containers/0/image").asString().equals("log:1"));
        setImage("log:2");
        awaitStatus("updatedNumberScheduled", 1);
        awaitStatus("numberUnavailable", 1);
        assertEquals(1, images().split("log:1", -1).length - 1, images());
        pods.onlyReadyIf(pod -> true);
        ObjectNode stuck =
                bench.alive(Resources.PODS).stream()
                        .filter(
                                pod ->
                                        pod.at("/spec/containers/0/image")
                                                .asString()
                                                .equals("log:2"))
                        .findFirst()
                        .orElseThrow();
        bench.client().delete(ResourcePath.of(Resources.PODS, Metadata.key(stuck)), null);
        awaitImages("{n1=log:2, n2=log:2}");
        ObjectNode done = awaitStatus("updatedNumberScheduled", 2);
        assertEquals(2, done.path("status").path("observedGeneration").asInt());
    }

    @Test
    void aSurgeMakesTheNewPodBeforeTheOldOneGoes() {
        create(
                "'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate': {'maxUnavailable': 0,"
                        + " 'maxSurge': 1}}");
        awaitStatus("numberAvailable", 2);
        pods.onlyReadyIf(pod -> false);
        setImage("log:2");
        Await.until("surging", () -> images().contains("+"));
        assertEquals(3, bench.alive(Resources.PODS).size());
        awaitStatus("numberAvailable", 2);
        ObjectNode fresh =
                bench.alive(Resources.PODS).stream()
                        .filter(
                                pod ->
                                        pod.at("/spec/containers/0/image")
                                                .asString()
                                                .equals("log:2"))
                        .findFirst()
                        .orElseThrow();
        ResourcePath path = ResourcePath.of(Resources.PODS, Metadata.key(fresh));
        bench.await(
                "the new pod is found unready",
                path,
                pod -> pod.path("status").path("phase").asString("").equals("Running"));
        pods.onlyReadyIf(pod -> true);
        bench.patch(
                path.sub("status"),
                "{'status': {'conditions': [{'type': 'Ready', 'status': 'True',"
                        + " 'lastTransitionTime': '2026-01-01T00:00:00Z'}]}}");
        awaitImages("{n1=log:2, n2=log:2}");
    }

    @Test
    void onDeleteWaitsForSomebodyToDelete() {
        create("'updateStrategy': {'type': 'OnDelete'}");
        awaitStatus("numberAvailable", 2);
        setImage("log:2");
        awaitStatus("observedGeneration", 2);
        assertEquals("{n1=log:1, n2=log:1}", images());
    }
}
