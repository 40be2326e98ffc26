package io.pinisi.cluster.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.InformerLimits;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SchedulerTest {
    private final ControllerBench bench = new ControllerBench(InstantSource.system());
    private final SharedInformers informers =
            new SharedInformers(bench.client(), InformerLimits.STANDARD);
    private final Scheduler scheduler =
            new Scheduler(
                    informers,
                    Profile.standard(),
                    SchedulerLimits.STANDARD,
                    InstantSource.system());

    @BeforeEach
    void begin() throws InterruptedException {
        informers.start();
        assertTrue(informers.awaitSync(Duration.ofSeconds(60)));
        scheduler.start();
    }

    @AfterEach
    void close() {
        scheduler.close();
        informers.close();
        bench.close();
    }

    private void node(String name, String cpu) {
        bench.create(
                Resources.NODES,
                "",
                "{'metadata': {'name': '"
                        + name
                        + "'}, 'status': {'allocatable': {'cpu': '"
                        + cpu
                        + "', 'memory': '1Gi', 'pods': '10'}}}");
    }

    private void pod(String name, String cpu) {
        pod(name, cpu, 0, "PreemptLowerPriority");
    }

    private void pod(String name, String cpu, int priority, String preemption) {
        bench.create(
                Resources.PODS,
                "default",
                "{'apiVersion': 'v1', 'kind': 'Pod', 'metadata': {'name': '"
                        + name
                        + "'}, 'spec': {'priority': "
                        + priority
                        + ", 'preemptionPolicy': '"
                        + preemption
                        + "', 'schedulerName': 'default-scheduler', 'containers':"
                        + " [{'name': 'c', 'resources': {'requests': {'cpu': '"
                        + cpu
                        + "'}}}]}}");
    }

    private ObjectNode awaitNode(String pod, String node) {
        return bench.await(
                pod + " on " + node,
                ResourcePath.of(Resources.PODS, ObjectKey.of("default", pod)),
                p -> p.at("/spec/nodeName").asString("").equals(node));
    }

    @Test
    void bindsAndTells() {
        node("n1", "2");
        pod("p", "1");
        awaitNode("p", "n1");
        Await.until(
                "event",
                () ->
                        bench.all(Resources.EVENTS).stream()
                                .anyMatch(
                                        e ->
                                                e.path("message")
                                                        .asString("")
                                                        .equals(
                                                                "Successfully assigned default/p"
                                                                        + " to n1")));
    }

    @Test
    void podThatFitsNowhereSaysWhyAndGoesWhenThereIsRoom() {
        node("n1", "1");
        pod("p", "2");
        bench.await(
                "told",
                ResourcePath.of(Resources.PODS, ObjectKey.of("default", "p")),
                p ->
                        p.at("/status/conditions/0/message")
                                .asString("")
                                .equals(
                                        "0/1 nodes are available: 1 Insufficient cpu."
                                                + " preemption: 0/1 nodes are available: 1 No"
                                                + " preemption victims found for incoming pod."));
        node("n2", "4");
        awaitNode("p", "n2");
    }

    @Test
    void endOfAPodMakesRoomForAnother() {
        node("n1", "1");
        pod("first", "1");
        awaitNode("first", "n1");
        pod("second", "1");
        Await.until(
                "failed once",
                () ->
                        bench.all(Resources.EVENTS).stream()
                                .anyMatch(
                                        e ->
                                                e.path("reason")
                                                        .asString("")
                                                        .equals("FailedScheduling")));
        bench.client()
                .delete(
                        ResourcePath.of(Resources.PODS, ObjectKey.of("default", "first")),
                        ControllerBench.tree("{'gracePeriodSeconds': 0}"));
        awaitNode("second", "n1");
    }

    @Test
    void anImportantPodTakesThePlaceOfALesserOne() {
        node("n1", "1");
        pod("lesser", "1");
        ObjectNode lesser = awaitNode("lesser", "n1");
        pod("patient", "1", 5, "Never");
        bench.await(
                "patient told",
                ResourcePath.of(Resources.PODS, ObjectKey.of("default", "patient")),
                p ->
                        p.at("/status/conditions/0/message")
                                .asString("")
                                .endsWith(
                                        "preemption: not eligible due to"
                                                + " preemptionPolicy=Never."));
        pod("important", "1", 9, "PreemptLowerPriority");
        ResourcePath victim = ResourcePath.of(Resources.PODS, ObjectKey.of("default", "lesser"));
        ObjectNode ending = bench.await("ending", victim, p -> Metadata.of(p).isDeleting());
        assertEquals(
                "PreemptionByScheduler", ending.at("/status/conditions/0/reason").asString(""));
        bench.await(
                "room is made",
                ResourcePath.of(Resources.PODS, ObjectKey.of("default", "important")),
                p -> p.at("/status/nominatedNodeName").asString("").equals("n1"));
        bench.client().delete(victim, ControllerBench.tree("{'gracePeriodSeconds': 0}"));
        awaitNode("important", "n1");
        assertTrue(
                bench.all(Resources.PODS).stream()
                        .noneMatch(p -> Metadata.uid(p).equals(Metadata.uid(lesser))));
        Await.until(
                "told",
                () ->
                        bench.all(Resources.EVENTS).stream()
                                .anyMatch(
                                        e ->
                                                e.path("reason").asString("").equals("Preempted")
                                                        && e.at("/involvedObject/name")
                                                                .asString("")
                                                                .equals("lesser")));
    }

    @Test
    void assumedPodsCountBeforeTheyAreWritten() {
        node("n1", "1");
        node("n2", "1");
        for (int i = 0; i < 4; i++) {
            pod("p" + i, "500m");
        }
        Await.until(
                "all placed",
                () ->
                        bench.all(Resources.PODS).stream()
                                .noneMatch(p -> p.at("/spec/nodeName").asString("").isEmpty()));
        assertEquals(
                2,
                bench.all(Resources.PODS).stream()
                        .filter(p -> p.at("/spec/nodeName").asString("").equals("n1"))
                        .count());
    }
}
