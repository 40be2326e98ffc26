package io.pinisi.cluster.controllers.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class GarbageCollectorTest {
    private static final GroupVersionResource BOATS =
            GroupVersionResource.of("sea.example/v1", "boats");
    private final ControllerBench bench = new ControllerBench(new ManualClock());

    @BeforeEach
    void begin() {
        bench.api().serve("v1", "configmaps", "ConfigMap", true);
        bench.api().serve("v1", "pods", "Pod", true);
        bench.api().serve("sea.example/v1", "boats", "Boat", true);
        bench.start(GarbageCollector::new);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private ObjectNode map(String name, String owners) {
        return bench.create(
                Resources.CONFIG_MAPS,
                "default",
                "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': '"
                        + name
                        + "', 'ownerReferences': ["
                        + owners
                        + "]}}");
    }

    private static String ref(ObjectNode owner, String apiVersion, String kind) {
        return "{'apiVersion': '%s', 'kind': '%s', 'name': '%s', 'uid': '%s',"
                        .formatted(apiVersion, kind, Metadata.of(owner).name(), Metadata.uid(owner))
                + " 'blockOwnerDeletion': true}";
    }

    private static String ref(ObjectNode owner) {
        return ref(owner, "v1", "ConfigMap");
    }

    private static ResourcePath path(String name) {
        return ResourcePath.of(Resources.CONFIG_MAPS, ObjectKey.of("default", name));
    }

    private void delete(String name, String policy) {
        bench.client()
                .delete(
                        path(name),
                        ControllerBench.tree("{'propagationPolicy': '" + policy + "'}"));
    }

    private boolean isGone(String name) {
        return bench.api().peek(path(name)) == null;
    }

    @Test
    void chainFollowsItsOwnerInTheBackground() {
        ObjectNode owner = map("owner", "");
        ObjectNode child = map("child", ref(owner));
        map("grandchild", ref(child));
        delete("owner", "Background");
        Await.until("gone", () -> isGone("owner") && isGone("child") && isGone("grandchild"));
    }

    @Test
    void ownerWaitsForItsDependentsInTheForeground() {
        ObjectNode owner = map("owner", "");
        ObjectNode child = map("child", ref(owner));
        bench.patch(path("child"), "{'metadata': {'finalizers': ['example.com/hold']}}");
        delete("owner", "Foreground");
        bench.await("child goes first", path("child"), c -> Metadata.of(c).isDeleting());
        assertNotNull(bench.api().peek(path("owner")));
        bench.patch(path("child"), "{'metadata': {'finalizers': null}}");
        Await.until("both gone", () -> isGone("owner") && isGone("child"));
        assertNotNull(Metadata.uid(child));
    }

    @Test
    void orphansLoseTheirOwnerAndLive() {
        ObjectNode owner = map("owner", "");
        map("child", ref(owner));
        delete("owner", "Orphan");
        Await.until("owner gone", () -> isGone("owner"));
        ObjectNode child = bench.api().peek(path("child"));
        assertNotNull(child);
        assertEquals(0, Metadata.of(child).owners().size());
    }

    @Test
    void objectWithALivingOwnerIsKeptAndTheLostOneStruck() {
        ObjectNode lost = map("lost", "");
        ObjectNode alive = map("alive", "");
        map("child", ref(lost) + "," + ref(alive));
        delete("lost", "Background");
        bench.await(
                "struck",
                path("child"),
                c ->
                        Metadata.of(c).owners().size() == 1
                                && Metadata.of(c).owners().getFirst().name().equals("alive"));
    }

    @Test
    void objectBornAfterItsOwnersEndGoesToo() {
        ObjectNode owner = map("owner", "");
        delete("owner", "Background");
        Await.until("owner gone", () -> isGone("owner"));
        map("late", ref(owner));
        Await.until("late gone", () -> isGone("late"));
    }

    @Test
    void customResourcesOwnToo() {
        ObjectNode boat =
                bench.create(BOATS, "default", "{'kind': 'Boat', 'metadata': {'name': 'b'}}");
        map("sail", ref(boat, "sea.example/v1beta1", "Boat"));
        bench.client().delete(ResourcePath.of(BOATS, ObjectKey.of("default", "b")), null);
        Await.until("sail gone", () -> isGone("sail"));
    }

    @Test
    void unknownOwnersKindIsNoReasonToDelete() {
        map("child", "{'apiVersion': 'x/v1', 'kind': 'Unknown', 'name': 'a', 'uid': 'u-1'}");
        ObjectNode other = map("other", "");
        map("second", ref(other));
        delete("other", "Background");
        Await.until("second gone", () -> isGone("second"));
        assertNotNull(bench.api().peek(path("child")));
    }
}
