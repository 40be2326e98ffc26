package io.pinisi.cluster.node.volume;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.node.container.PodObjects;
import io.pinisi.cluster.node.engine.Command;
import io.pinisi.cluster.node.engine.EngineFailure;
import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.FieldReferences;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.runtime.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lays out the volumes of a node's pods. */
public final class Volumes {
    private static final Set<String> FROM_API =
            Set.of("configMap", "secret", "projected", "downwardAPI");
    private static final int SHARED_FOLDER = 0777;

    private final Path durable;
    private final Path inMemory;
    private final PodObjects objects;
    private final TokenSource tokens;

    /**
     * @param durable below which pods' folders are
     * @param inMemory below which lies what must not be written to a disk
     */
    public Volumes(Path durable, Path inMemory, PodObjects objects, TokenSource tokens) {
        this.durable = durable;
        this.inMemory = inMemory;
        this.objects = objects;
        this.tokens = tokens;
    }

    /** The pod's own folder, for what is not a volume. */
    public Path folder(String podUid) {
        return durable.resolve(podUid);
    }

    /** Makes every volume of the pod present and current. */
    public void layOut(Pod pod, FieldReferences fields) {
        for (JsonNode volume : pod.spec().path("volumes")) {
            String name = volume.path("name").asString("");
            try {
                layOut(pod, volume, fields);
            } catch (IOException | EngineFailure e) {
                throw new VolumeTrouble(
                        "MountVolume.SetUp failed for volume \"%s\" : %s"
                                .formatted(name, e.getMessage()),
                        e);
            } catch (VolumeTrouble e) {
                throw new VolumeTrouble(
                        "MountVolume.SetUp failed for volume \"%s\" : %s"
                                .formatted(name, e.getMessage()),
                        e);
            }
        }
    }

    /** Whether the pod has contents that follow the API. */
    public static boolean follows(Pod pod) {
        for (JsonNode volume : pod.spec().path("volumes")) {
            if (isFromApi(volume)) {
                return true;
            }
        }
        return false;
    }

    /** Brings contents that follow the API up to date; what has become missing stays as it was. */
    public void refresh(Pod pod, FieldReferences fields) {
        for (JsonNode volume : pod.spec().path("volumes")) {
            if (isFromApi(volume)) {
                try {
                    layOut(pod, volume, fields);
                } catch (IOException e) {
                    throw new VolumeTrouble(String.valueOf(e.getMessage()), e);
                }
            }
        }
    }

    private static boolean isFromApi(JsonNode volume) {
        return FROM_API.stream().anyMatch(volume::has);
    }

    private void layOut(Pod pod, JsonNode volume, FieldReferences fields) throws IOException {
        Path path = path(pod.uid(), volume);
        if (isFromApi(volume)) {
            Files.createDirectories(path);
            new AtomicFolder(path, group(pod))
                    .write(new VolumeFiles(pod, objects, tokens, fields).of(volume));
        } else if (volume.has("emptyDir")) {
            emptyFolder(pod, volume.path("emptyDir"), path);
        } else if (volume.has("hostPath")) {
            HostPath.layOut(volume.path("hostPath"));
        } else if (PersistentFolders.isClaim(volume)) {
            new PersistentFolders(objects).layOut(pod, volume, path, group(pod));
        } else {
            throw new VolumeTrouble("this kind of volume is not supported by the node");
        }
    }

    private void emptyFolder(Pod pod, JsonNode source, Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Files.createDirectories(path);
        if (source.path("medium").asString("").equals("Memory")) {
            JsonNode limit = Json.at(source, "sizeLimit");
            String size = limit == null ? "" : ",size=" + Quantity.parse(limit.asString()).asLong();
            Command.run("mount", "-t", "tmpfs", "-o", "mode=0777" + size, "tmpfs", path.toString());
        }
        AtomicFolder.mode(path, SHARED_FOLDER);
        Integer group = group(pod);
        if (group != null) {
            Files.setAttribute(path, "unix:gid", group);
            Files.setAttribute(path, "unix:mode", 02777);
        }
    }

    private static @Nullable Integer group(Pod pod) {
        JsonNode group = Json.at(pod.spec(), "securityContext", "fsGroup");
        return group == null ? null : group.asInt();
    }

    private Path path(String uid, JsonNode volume) {
        if (volume.has("hostPath")) {
            return HostPath.path(volume.path("hostPath"));
        }
        Path base = volume.has("secret") || volume.has("projected") ? inMemory : durable;
        return base.resolve(uid).resolve("volumes").resolve(volume.path("name").asString(""));
    }

    /** Where a container sees the pod's volumes. */
    public List<ContainerSpec.Mount> mounts(
            Pod pod, ContainerDefinition container, SubPathNames names) {
        List<ContainerSpec.Mount> mounts = new ArrayList<>();
        for (JsonNode mount : container.node().path("volumeMounts")) {
            String name = mount.path("name").asString("");
            for (JsonNode volume : pod.spec().path("volumes")) {
                if (volume.path("name").asString("").equals(name)) {
                    mounts.add(mount(pod, volume, mount, names));
                }
            }
        }
        return mounts;
    }

    /** Resolves {@code $(NAME)} in a mount's {@code subPathExpr}. */
    @FunctionalInterface
    public interface SubPathNames {
        String expand(String expression);
    }

    private ContainerSpec.Mount mount(
            Pod pod, JsonNode volume, JsonNode mount, SubPathNames names) {
        Path path = path(pod.uid(), volume);
        String sub =
                mount.has("subPathExpr")
                        ? names.expand(mount.path("subPathExpr").asString(""))
                        : mount.path("subPath").asString("");
        if (!sub.isEmpty()) {
            path = inside(path, sub, isFromApi(volume));
        } else if (PersistentFolders.isClaim(volume)) {
            path = inside(path, "", true);
        }
        boolean readOnly =
                mount.path("readOnly").asBoolean(false)
                        || volume.path("persistentVolumeClaim").path("readOnly").asBoolean(false)
                        || isFromApi(volume);
        return new ContainerSpec.Mount(
                mount.path("mountPath").asString(""),
                path.toString(),
                readOnly,
                switch (mount.path("mountPropagation").asString("None")) {
                    case "HostToContainer" -> ContainerSpec.Propagation.HOST_TO_CONTAINER;
                    case "Bidirectional" -> ContainerSpec.Propagation.BIDIRECTIONAL;
                    default -> ContainerSpec.Propagation.PRIVATE;
                });
    }

    /** Follows links, which a container may have made, and refuses what leads outside. */
    private static Path inside(Path volume, String sub, boolean fixed) {
        try {
            Path root = volume.toRealPath();
            Path wanted = root.resolve(sub).normalize();
            if (!wanted.startsWith(root)) {
                throw new VolumeTrouble("subPath " + sub + " leads out of its volume");
            }
            if (!fixed && !Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectories(wanted);
                AtomicFolder.mode(wanted, SHARED_FOLDER);
            }
            Path real = wanted.toRealPath();
            if (!real.startsWith(root)) {
                throw new VolumeTrouble("subPath " + sub + " leads out of its volume");
            }
            return real;
        } catch (IOException e) {
            throw new VolumeTrouble(
                    "failed to prepare subPath for volumeMount: " + e.getMessage(), e);
        }
    }

    /** Takes away all that is the pod's; absent is fine. */
    public void remove(String podUid) {
        try {
            unmountBelow(durable.resolve(podUid));
            Trees.delete(durable.resolve(podUid));
            Trees.delete(inMemory.resolve(podUid));
        } catch (IOException e) {
            throw new VolumeTrouble(String.valueOf(e.getMessage()), e);
        }
    }

    private static void unmountBelow(Path folder) throws IOException {
        Path volumes = folder.resolve("volumes");
        if (!Files.isDirectory(volumes)) {
            return;
        }
        Map<Boolean, List<String>> points =
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .map(line -> line.split(" ", 3)[1].replace("\\040", " "))
                        .collect(
                                java.util.stream.Collectors.partitioningBy(
                                        point -> point.startsWith(volumes + "/")));
        for (String point : points.getOrDefault(true, List.of())) {
            Command.run("umount", point);
        }
    }
}
