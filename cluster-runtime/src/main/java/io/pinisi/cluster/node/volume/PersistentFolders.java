package io.pinisi.cluster.node.volume;

import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.PodClaims;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.node.container.PodObjects;
import io.pinisi.cluster.node.pod.Pod;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Links a pod's volume to the folder that outlives the pod: where the persistent volume is that the
 * claim is bound to.
 */
record PersistentFolders(PodObjects objects) {

    static boolean isClaim(JsonNode volume) {
        return volume.has("persistentVolumeClaim") || volume.has("ephemeral");
    }

    /**
     * @param link the volume's place among the pod's; a link left by an earlier attempt is replaced
     * @param group who is to own what is in the folder, or null
     */
    void layOut(Pod pod, JsonNode volume, Path link, @Nullable Integer group) throws IOException {
        Path folder = folder(claim(pod, volume));
        Files.createDirectories(link.getParent());
        if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(folder)) {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, folder);
        }
        boolean readOnly = volume.path("persistentVolumeClaim").path("readOnly").asBoolean(false);
        if (group != null && !readOnly) {
            own(folder, group);
        }
    }

    private ClaimView claim(Pod pod, JsonNode volume) {
        String name = PodClaims.nameOf(pod.identity().name(), volume);
        ClaimView claim =
                objects.claim(pod.identity().namespace(), name)
                        .map(ClaimView::new)
                        .orElseThrow(
                                () ->
                                        new VolumeTrouble(
                                                "persistentvolumeclaim \""
                                                        + name
                                                        + "\" not found"));
        if (volume.has("ephemeral") && !claim.metadata().isControlledBy(pod.uid())) {
            throw new VolumeTrouble(
                    "PVC \"%s\" was not created for pod \"%s\" (pod is not owner)"
                            .formatted(claim.key(), pod.identity()));
        }
        if (!claim.isBound()) {
            throw new VolumeTrouble("persistentvolumeclaim \"" + name + "\" is not bound");
        }
        return claim;
    }

    private Path folder(ClaimView claim) {
        VolumeView volume =
                objects.volume(claim.volumeName())
                        .map(VolumeView::new)
                        .filter(found -> found.isFor(claim))
                        .orElseThrow(
                                () ->
                                        new VolumeTrouble(
                                                "persistentvolume \"%s\" is not bound to claim \"%s\""
                                                        .formatted(
                                                                claim.volumeName(), claim.key())));
        String local = volume.spec().path("local").path("path").asString("");
        if (!local.isEmpty()) {
            if (!Files.exists(Path.of(local))) {
                throw new VolumeTrouble("path \"" + local + "\" does not exist");
            }
            return Path.of(local);
        }
        JsonNode hostPath = volume.spec().path("hostPath");
        if (hostPath.isObject()) {
            return HostPath.layOut(hostPath);
        }
        throw new VolumeTrouble("this kind of volume is not supported by the node");
    }

    /** Links are owned themselves, never what they point to. */
    private static void own(Path folder, int group) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path inner, BasicFileAttributes attributes) throws IOException {
                        give(inner, 02770);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        give(file, attributes.isSymbolicLink() ? 0 : 0660);
                        return FileVisitResult.CONTINUE;
                    }

                    private void give(Path path, int more) throws IOException {
                        Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
                        if (more != 0) {
                            int mode =
                                    (Integer)
                                            Files.getAttribute(
                                                    path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
                            Files.setAttribute(path, "unix:mode", (mode & 07777) | more);
                        }
                    }
                });
    }
}
