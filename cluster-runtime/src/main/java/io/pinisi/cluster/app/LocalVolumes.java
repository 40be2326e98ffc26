package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controllers.storage.LocalProvisioner;
import io.pinisi.cluster.controllers.storage.NodeFolders;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.node.volume.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Volumes on the disks of embedded nodes, below each node's folder, and the class by which claims
 * get them without a word.
 *
 * @param nodes the folder in which every node has its own
 * @param names of the nodes
 */
record LocalVolumes(Path nodes, Set<String> names) implements NodeFolders {
    private static final String CLASS = "standard";
    private static final ResourcePath CLASSES =
            ResourcePath.all(GroupVersionResource.of("storage.k8s.io/v1", "storageclasses"));

    /** Makes the default class where there is none of its name. */
    static void ensureClass(ApiClient client) {
        if (client.find(CLASSES.named(CLASS)).isPresent()) {
            return;
        }
        var wanted = Json.object().put("apiVersion", "storage.k8s.io/v1");
        wanted.put("kind", "StorageClass")
                .putObject("metadata")
                .put("name", CLASS)
                .putObject("annotations")
                .put("storageclass.kubernetes.io/is-default-class", "true");
        wanted.put("provisioner", LocalProvisioner.NAME).put("reclaimPolicy", "Delete");
        wanted.put("volumeBindingMode", "WaitForFirstConsumer");
        client.create(CLASSES, wanted, WriteOptions.PLAIN);
    }

    @Override
    public String make(String node, String volume) throws IOException {
        Path folder = folder(node, volume);
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, EnumSet.allOf(PosixFilePermission.class));
        return folder.toString();
    }

    @Override
    public void remove(String node, String volume) throws IOException {
        Trees.delete(folder(node, volume));
    }

    private Path folder(String node, String volume) throws IOException {
        if (!names.contains(node)) {
            throw new IOException("node \"" + node + "\" is none of this machine's");
        }
        return nodes.resolve(node).resolve("volumes").resolve(volume).toAbsolutePath();
    }
}
