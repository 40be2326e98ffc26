package io.pinisi.cluster.controllers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class VolumeBinderTest {
    private final Set<String> folders = new ConcurrentSkipListSet<>();
    private final ControllerBench bench = new ControllerBench(new ManualClock());

    @BeforeEach
    void start() {
        bench.start(
                VolumeBinder::new,
                environment ->
                        new LocalProvisioner(
                                environment,
                                new NodeFolders() {
                                    @Override
                                    public String make(String node, String volume) {
                                        folders.add(node + "/" + volume);
                                        return "/" + node + "/" + volume;
                                    }

                                    @Override
                                    public void remove(String node, String volume) {
                                        folders.remove(node + "/" + volume);
                                    }
                                }));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static ResourcePath claim(String name) {
        return ResourcePath.of(Resources.CLAIMS, ObjectKey.of("default", name));
    }

    private static ResourcePath volume(String name) {
        return ResourcePath.of(Resources.VOLUMES, ObjectKey.cluster(name));
    }

    private void createClaim(String name, String fields) {
        bench.create(
                Resources.CLAIMS,
                "default",
                """
                {'apiVersion': 'v1', 'kind': 'PersistentVolumeClaim', 'metadata': {'name': '%s'},
                 'spec': {'accessModes': ['ReadWriteOnce'],
                  'resources': {'requests': {'storage': '5Gi'}}%s},
                 'status': {'phase': 'Pending'}}
                """
                        .formatted(name, fields));
    }

    private void createVolume(String name, String size, String fields) {
        bench.create(
                Resources.VOLUMES,
                "",
                """
                {'apiVersion': 'v1', 'kind': 'PersistentVolume', 'metadata': {'name': '%s'},
                 'spec': {'accessModes': ['ReadWriteOnce'], 'capacity': {'storage': '%s'},
                  'hostPath': {'path': '/data'}%s}}
                """
                        .formatted(name, size, fields));
    }

    private void createClass(String provisioner, String mode) {
        bench.create(
                Resources.STORAGE_CLASSES,
                "",
                """
                {'apiVersion': 'storage.k8s.io/v1', 'kind': 'StorageClass',
                 'metadata': {'name': 'disk'}, 'provisioner': '%s', 'reclaimPolicy': 'Delete',
                 'volumeBindingMode': '%s'}
                """
                        .formatted(provisioner, mode));
    }

    private static String phase(ObjectNode object) {
        return object.path("status").path("phase").asString("");
    }

    private ObjectNode awaitPhase(ResourcePath path, String phase) {
        return bench.await(path + " " + phase, path, object -> phase(object).equals(phase));
    }

    private void awaitEvent(String text) {
        Await.until(
                "event " + text,
                () ->
                        bench.all(Resources.EVENTS).stream()
                                .anyMatch(event -> event.toString().contains(text)));
    }

    @Test
    void aVolumeThatSatisfiesIsBoundFromBothSides() {
        createVolume("small", "1Gi", "");
        createVolume("right", "6Gi", "");
        createClaim("data", "");

        ObjectNode bound = awaitPhase(claim("data"), "Bound");
        assertEquals("right", bound.path("spec").path("volumeName").asString());
        assertEquals("6Gi", bound.at("/status/capacity/storage").asString());
        assertTrue(new ClaimView(bound).isBound());
        assertEquals(
                "data", awaitPhase(volume("right"), "Bound").at("/spec/claimRef/name").asString());
        awaitPhase(volume("small"), "Available");
    }

    @Test
    void oneVolumeServesOneClaim() {
        createClaim("first", "");
        createClaim("second", "");
        awaitEvent("no persistent volumes available for this claim and no storage class is set");
        createVolume("only", "5Gi", "");

        ObjectNode volume = awaitPhase(volume("only"), "Bound");
        String lucky = volume.at("/spec/claimRef/name").asString();
        String other = lucky.equals("first") ? "second" : "first";
        awaitPhase(claim(lucky), "Bound");
        assertEquals("Pending", phase(bench.await(other, claim(other), o -> true)));

        createVolume("more", "5Gi", "");
        awaitPhase(claim(other), "Bound");
    }

    @Test
    void aVolumeKeptForAClaimGoesToNoOther() {
        createVolume("kept", "5Gi", ", 'claimRef': {'namespace': 'default', 'name': 'expected'}");
        awaitPhase(volume("kept"), "Available");
        createClaim("passing", "");
        awaitEvent("no persistent volumes available");
        createClaim("expected", "");

        awaitPhase(claim("expected"), "Bound");
        assertEquals("Pending", phase(bench.await("passing", claim("passing"), o -> true)));
    }

    @Test
    void aVolumeWhoseClaimIsGoneIsReleasedAndKeepsItsData() {
        createVolume("disk", "5Gi", "");
        createClaim("data", "");
        awaitPhase(claim("data"), "Bound");
        bench.client().delete(claim("data"), null);

        awaitPhase(volume("disk"), "Released");
        createClaim("data", "");
        awaitEvent("no persistent volumes available");
        assertEquals("Released", phase(bench.await("disk", volume("disk"), o -> true)));
    }

    @Test
    void aClaimWhoseVolumeIsGoneIsLost() {
        createVolume("disk", "5Gi", "");
        createClaim("data", "");
        awaitPhase(claim("data"), "Bound");
        bench.client().delete(volume("disk"), null);

        awaitPhase(claim("data"), "Lost");
        awaitEvent("Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    }

    @Test
    void aFolderIsMadeWhenTheNodeIsKnownAndTakenAwayWithTheClaim() {
        createClass(LocalProvisioner.NAME, "WaitForFirstConsumer");
        createClaim("data", ", 'storageClassName': 'disk'");
        awaitEvent("waiting for first consumer to be created before binding");
        assertEquals(0, folders.size());
        bench.patch(
                claim("data"),
                "{'metadata': {'annotations': {'volume.kubernetes.io/selected-node': 'n1'}}}");

        ObjectNode bound = awaitPhase(claim("data"), "Bound");
        String name = bound.path("spec").path("volumeName").asString();
        assertEquals(Set.of("n1/" + name), folders);
        ObjectNode volume = awaitPhase(volume(name), "Bound");
        assertEquals("/n1/" + name, volume.at("/spec/local/path").asString());
        assertEquals("5Gi", volume.at("/spec/capacity/storage").asString());

        bench.client().delete(claim("data"), null);
        Await.until("the volume is gone", () -> bench.all(Resources.VOLUMES).isEmpty());
        assertEquals(Set.of(), folders);
    }

    @Test
    void whatAFolderCannotBeIsRefused() {
        createClass(LocalProvisioner.NAME, "Immediate");
        createClaim("data", ", 'storageClassName': 'disk'");

        awaitEvent("the storage class needs volumeBindingMode WaitForFirstConsumer");
        assertEquals(0, folders.size());
    }

    @Test
    void anUnknownClassIsNamed() {
        createClaim("data", ", 'storageClassName': 'absent'");

        awaitEvent("storageclass.storage.k8s.io \\\"absent\\\" not found");
    }
}
