package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.network.address.ClusterNetworks;
import io.pinisi.cluster.node.engine.NodeCleanup;
import io.pinisi.cluster.node.engine.TestImages;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.Containers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What pods write to claims, on real nodes with real containers. */
@ExtendWith(Containers.class)
class PersistentVolumesIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final ResourcePath CLAIMS = core("persistentvolumeclaims").in("default");
    private static final ResourcePath VOLUMES = core("persistentvolumes");
    private static final ResourcePath PODS = core("pods").in("default");
    private static final ResourcePath SETS =
            ResourcePath.all(GroupVersionResource.of("apps/v1", "statefulsets")).in("default");

    @TempDir Path home;
    private Cluster cluster;
    private ApiClient admin;

    private static ResourcePath core(String resource) {
        return ResourcePath.all(GroupVersionResource.of("v1", resource));
    }

    @BeforeEach
    void start() throws IOException {
        cluster =
                ClusterAssembly.start(
                        new ClusterOptions(
                                home,
                                "sumba",
                                Listening.loopback(0),
                                List.of("sumba-1", "sumba-2"),
                                2,
                                NodeOptions.RuntimeChoice.CONTAINERD,
                                ClusterNetworks.onThisMachine(home).of("sumba"),
                                null,
                                null,
                                List.of()));
        cluster.startNodes().importImages(TestImages.busybox(home));
        admin = cluster.api().client(UserInfo.of("admin", UserInfo.MASTERS));
    }

    @AfterEach
    void stop() {
        cluster.close();
        NodeCleanup.clean(home);
    }

    private ObjectNode await(ResourcePath path, String what, String part) {
        Await.until(
                path + " " + what,
                LIMIT,
                () -> admin.find(path).filter(o -> o.toString().contains(part)).isPresent(),
                () ->
                        admin.find(path)
                                + " "
                                + admin.list(core("events").in("default"), ListOptions.ALL)
                                        .items());
        return admin.get(path);
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text.replace("BUSYBOX", TestImages.BUSYBOX)).getFirst();
    }

    @Test
    void aStatefulSetKeepsWhatItWroteAndItsFoldersGoWithTheClaims() throws IOException {
        admin.create(
                SETS,
                yaml(
                        """
                        apiVersion: apps/v1
                        kind: StatefulSet
                        metadata: {name: db, namespace: default}
                        spec:
                          serviceName: db
                          replicas: 1
                          selector: {matchLabels: {app: db}}
                          template:
                            metadata: {labels: {app: db}}
                            spec:
                              terminationGracePeriodSeconds: 1
                              securityContext: {runAsUser: 1000, fsGroup: 2000}
                              containers:
                              - name: main
                                image: BUSYBOX
                                command: [sh, -c, "echo $HOSTNAME >> /data/starts; exec sleep 3600"]
                                volumeMounts: [{name: data, mountPath: /data}]
                          volumeClaimTemplates:
                          - metadata: {name: data}
                            spec:
                              accessModes: [ReadWriteOnce]
                              resources: {requests: {storage: 1Gi}}
                        """),
                WriteOptions.PLAIN);
        ObjectNode first = await(PODS.named("db-0"), "runs", "\"phase\":\"Running\"");
        ObjectNode claim = await(CLAIMS.named("data-db-0"), "is bound", "\"phase\":\"Bound\"");
        assertEquals("standard", claim.path("spec").path("storageClassName").asString());
        String volume = claim.path("spec").path("volumeName").asString();
        Path folder = Path.of(admin.get(VOLUMES.named(volume)).at("/spec/local/path").asString());
        Await.until(
                "the first start is noted",
                LIMIT,
                () -> lines(folder.resolve("starts")) == 1,
                () -> lines(folder.resolve("starts")));

        admin.delete(PODS.named("db-0"), null);
        Await.until(
                "another pod of the name writes to the same folder",
                LIMIT,
                () -> lines(folder.resolve("starts")) == 2,
                () -> admin.find(PODS.named("db-0")));
        ObjectNode second = admin.get(PODS.named("db-0"));
        assertFalse(Metadata.uid(first).equals(Metadata.uid(second)));
        assertEquals(first.path("spec").path("nodeName"), second.path("spec").path("nodeName"));

        admin.delete(SETS.named("db"), null);
        admin.delete(CLAIMS.named("data-db-0"), null);
        Await.until(
                "claim, volume and folder are gone",
                LIMIT,
                () -> admin.find(VOLUMES.named(volume)).isEmpty() && !Files.exists(folder),
                () ->
                        admin.find(CLAIMS.named("data-db-0"))
                                + " "
                                + admin.find(VOLUMES.named(volume)));
        assertTrue(admin.find(CLAIMS.named("data-db-0")).isEmpty());
    }

    private static int lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).size() : 0;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEphemeralVolumeComesAndGoesWithItsPod() {
        admin.create(
                PODS,
                yaml(
                        """
                        apiVersion: v1
                        kind: Pod
                        metadata: {name: scratch, namespace: default}
                        spec:
                          terminationGracePeriodSeconds: 1
                          containers:
                          - name: main
                            image: BUSYBOX
                            command: [sh, -c, "echo here > /scratch/file && exec sleep 3600"]
                            volumeMounts: [{name: space, mountPath: /scratch}]
                          volumes:
                          - name: space
                            ephemeral:
                              volumeClaimTemplate:
                                spec:
                                  accessModes: [ReadWriteOnce]
                                  resources: {requests: {storage: 1Gi}}
                        """),
                WriteOptions.PLAIN);
        await(PODS.named("scratch"), "runs", "\"phase\":\"Running\"");
        await(CLAIMS.named("scratch-space"), "is bound", "\"phase\":\"Bound\"");

        admin.delete(PODS.named("scratch"), null);
        Await.until(
                "claim and volume are gone",
                LIMIT,
                () ->
                        admin.find(CLAIMS.named("scratch-space")).isEmpty()
                                && admin.list(VOLUMES, ListOptions.ALL).items().isEmpty(),
                () ->
                        admin.find(CLAIMS.named("scratch-space"))
                                + " "
                                + admin.list(VOLUMES, ListOptions.ALL).items());
    }
}
