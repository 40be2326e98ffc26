package io.pinisi.cluster.controllers.statefulset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.controllers.testing.SimulatedPods;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StatefulSetControllerTest {
    private static final ResourcePath DB =
            ResourcePath.of(Resources.STATEFUL_SETS, ObjectKey.of("default", "db"));

    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);
    private final SimulatedPods pods = bench.simulatePods();

    @BeforeEach
    void start() {
        bench.start(StatefulSetController::new);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void create(String fields) {
        bench.create(
                Resources.STATEFUL_SETS,
                "default",
                """
                {'apiVersion': 'apps/v1', 'kind': 'StatefulSet', 'metadata': {'name': 'db'},
                 'spec': {%s, 'serviceName': 'db', 'selector': {'matchLabels': {'app': 'db'}},
                  'template': {'metadata': {'labels': {'app': 'db'}},
                   'spec': {'containers': [{'name': 'main', 'image': 'db:1'}]}}}}
                """
                        .formatted(fields));
    }

    /** Name and image of each pod. */
    private Map<String, String> images() {
        Map<String, String> images = new TreeMap<>();
        bench.alive(Resources.PODS)
                .forEach(
                        pod ->
                                images.put(
                                        Metadata.of(pod).name(),
                                        pod.at("/spec/containers/0/image").asString()));
        return images;
    }

    private void awaitImages(String expected) {
        Await.until(expected + " but " + images(), () -> images().toString().equals(expected));
    }

    private ObjectNode awaitStatus(String field, int count) {
        return bench.await(field, DB, set -> set.path("status").path(field).asInt(0) == count);
    }

    private void setImage(String image) {
        bench.patch(
                DB,
                "{'spec': {'template': {'spec': {'containers': [{'name': 'main', 'image': '"
                        + image
                        + "'}]}}}}");
    }

    @Test
    void makesPodsInOrderAndEndsThemInReverse() {
        pods.onlyReadyIf(pod -> !Metadata.of(pod).name().equals("db-1"));
        create("'replicas': 3");
        awaitImages("{db-0=db:1, db-1=db:1}");
        awaitStatus("readyReplicas", 1);
        assertEquals(2, bench.alive(Resources.PODS).size());
        ResourcePath second = ResourcePath.of(Resources.PODS, ObjectKey.of("default", "db-1"));
        bench.await(
                "db-1 runs",
                second,
                pod -> pod.path("status").path("phase").asString("").equals("Running"));
        bench.patch(
                second.sub("status"),
                "{'status': {'conditions': [{'type': 'Ready', 'status': 'True',"
                        + " 'lastTransitionTime': '2026-01-01T00:00:00Z'}]}}");
        awaitStatus("readyReplicas", 3);
        ObjectNode pod =
                bench.await(
                        "db-2",
                        ResourcePath.of(Resources.PODS, ObjectKey.of("default", "db-2")),
                        p -> true);
        assertEquals("db-2", pod.at("/spec/hostname").asString());
        assertEquals("db", pod.at("/spec/subdomain").asString());
        assertEquals("2", Metadata.of(pod).label("apps.kubernetes.io/pod-index"));
        bench.patch(DB, "{'spec': {'replicas': 1}}");
        awaitImages("{db-0=db:1}");
        List<String> deletions =
                bench.api().writes().stream()
                        .filter(w -> w.startsWith("DELETE") && w.contains("/pods/db-"))
                        .distinct()
                        .toList();
        assertTrue(
                indexOf(deletions, "db-2") < indexOf(deletions, "db-1"),
                "highest first: " + deletions);
    }

    private static int indexOf(List<String> writes, String pod) {
        for (int i = 0; i < writes.size(); i++) {
            if (writes.get(i).endsWith("/" + pod)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void rollsFromTheHighestOrdinalDownToThePartition() {
        create(
                "'replicas': 3, 'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate':"
                        + " {'partition': 1}}");
        awaitStatus("readyReplicas", 3);
        setImage("db:2");
        awaitImages("{db-0=db:1, db-1=db:2, db-2=db:2}");
        ObjectNode half = awaitStatus("updatedReplicas", 2);
        assertEquals(1, half.path("status").path("currentReplicas").asInt());
        bench.patch(DB, "{'spec': {'updateStrategy': {'rollingUpdate': {'partition': 0}}}}");
        awaitImages("{db-0=db:2, db-1=db:2, db-2=db:2}");
        ObjectNode done =
                bench.await(
                        "complete",
                        DB,
                        set ->
                                set.path("status")
                                        .path("currentRevision")
                                        .equals(set.path("status").path("updateRevision")));
        assertEquals(3, done.path("status").path("currentReplicas").asInt());
        assertEquals(2, bench.all(Resources.CONTROLLER_REVISIONS).size());
        setImage("db:1");
        awaitImages("{db-0=db:1, db-1=db:1, db-2=db:1}");
        assertEquals(2, bench.all(Resources.CONTROLLER_REVISIONS).size());
    }

    @Test
    void aPodOfAPartitionComesBackAsItWas() {
        create(
                "'replicas': 2, 'updateStrategy': {'type': 'RollingUpdate', 'rollingUpdate':"
                        + " {'partition': 1}}");
        awaitStatus("readyReplicas", 2);
        setImage("db:2");
        awaitImages("{db-0=db:1, db-1=db:2}");
        ResourcePath first = ResourcePath.of(Resources.PODS, ObjectKey.of("default", "db-0"));
        String uid = Metadata.uid(bench.await("db-0", first, p -> true));
        bench.client().delete(first, null);
        bench.await("again", first, pod -> !Metadata.uid(pod).equals(uid));
        awaitImages("{db-0=db:1, db-1=db:2}");
    }

    @Test
    void onDeleteWaitsForSomebodyToDelete() {
        create("'replicas': 1, 'updateStrategy': {'type': 'OnDelete'}");
        awaitStatus("readyReplicas", 1);
        setImage("db:2");
        bench.await("told", DB, set -> set.path("status").path("observedGeneration").asInt() == 2);
        assertEquals("{db-0=db:1}", images().toString());
        bench.client()
                .delete(ResourcePath.of(Resources.PODS, ObjectKey.of("default", "db-0")), null);
        awaitImages("{db-0=db:2}");
    }

    @Test
    void claimsStayWithTheirPodsAndGoWhenAsked() {
        create(
                "'replicas': 2, 'ordinals': {'start': 5}, 'podManagementPolicy': 'Parallel',"
                        + " 'persistentVolumeClaimRetentionPolicy': {'whenScaled': 'Delete'},"
                        + " 'volumeClaimTemplates': [{'metadata': {'name': 'data'}, 'spec': {}}]");
        awaitStatus("readyReplicas", 2);
        awaitImages("{db-5=db:1, db-6=db:1}");
        List<String> claims =
                bench.all(Resources.CLAIMS).stream()
                        .map(claim -> Metadata.of(claim).name())
                        .sorted()
                        .toList();
        assertEquals(List.of("data-db-5", "data-db-6"), claims);
        ObjectNode pod = bench.alive(Resources.PODS).getFirst();
        assertEquals(
                "data-" + Metadata.of(pod).name(),
                pod.at("/spec/volumes/0/persistentVolumeClaim/claimName").asString());
        bench.patch(DB, "{'spec': {'replicas': 1}}");
        awaitImages("{db-5=db:1}");
        ObjectNode claim =
                bench.await(
                        "assigned",
                        ResourcePath.of(Resources.CLAIMS, ObjectKey.of("default", "data-db-6")),
                        c -> !Metadata.of(c).owners().isEmpty());
        assertEquals("Pod", Metadata.of(claim).owners().getFirst().kind());
    }
}
