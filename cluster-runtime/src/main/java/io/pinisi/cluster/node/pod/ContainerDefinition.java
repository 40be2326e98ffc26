package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.machinery.json.Json;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One container as a pod's spec has it. */
public record ContainerDefinition(JsonNode node, Kind kind) {
    private static final Set<String> RESIZABLE = Set.of("resources", "resizePolicy");

    /** What part a container has in its pod's life. */
    public enum Kind {
        INIT,
        /** Starts among the init containers and stays. */
        SIDECAR,
        MAIN,
        EPHEMERAL
    }

    /** When to fetch the image. */
    public enum PullPolicy {
        ALWAYS,
        IF_NOT_PRESENT,
        NEVER
    }

    public String name() {
        return node.path("name").asString("");
    }

    public String image() {
        return node.path("image").asString("");
    }

    public PullPolicy pullPolicy() {
        return switch (node.path("imagePullPolicy").asString("")) {
            case "Always" -> PullPolicy.ALWAYS;
            case "Never" -> PullPolicy.NEVER;
            case "IfNotPresent" -> PullPolicy.IF_NOT_PRESENT;
            default -> isLatest(image()) ? PullPolicy.ALWAYS : PullPolicy.IF_NOT_PRESENT;
        };
    }

    private static boolean isLatest(String image) {
        String last = image.substring(image.lastIndexOf('/') + 1);
        return !last.contains("@") && (!last.contains(":") || last.endsWith(":latest"));
    }

    public @Nullable JsonNode probe(ProbeKind kind) {
        return Json.at(node, kind.field());
    }

    RestartPolicy restartPolicy(Pod pod) {
        return switch (kind) {
            case SIDECAR -> RestartPolicy.ALWAYS;
            case EPHEMERAL -> RestartPolicy.NEVER;
            case INIT ->
                    pod.restartPolicy() == RestartPolicy.NEVER
                            ? RestartPolicy.NEVER
                            : RestartPolicy.ON_FAILURE;
            case MAIN -> pod.restartPolicy();
        };
    }

    /** Changes when the container must be made anew; resources can be changed in place. */
    public String hash() {
        ObjectNode copy = Json.object();
        node.properties()
                .forEach(
                        field -> {
                            if (!RESIZABLE.contains(field.getKey())) {
                                copy.set(field.getKey(), field.getValue());
                            }
                        });
        CRC32 crc = new CRC32();
        crc.update(Json.bytes(copy));
        return Long.toHexString(crc.getValue());
    }

    /** Whether other amounts of one of these resources mean a restart. */
    boolean restartsFor(Set<String> resources) {
        return node.path("resizePolicy")
                .valueStream()
                .filter(p -> p.path("restartPolicy").asString("").equals("RestartContainer"))
                .anyMatch(p -> resources.contains(p.path("resourceName").asString("")));
    }

    /** As events name the container: {@code spec.containers{web}}. */
    public String fieldPath() {
        String list =
                switch (kind) {
                    case INIT, SIDECAR -> "initContainers";
                    case MAIN -> "containers";
                    case EPHEMERAL -> "ephemeralContainers";
                };
        return "spec." + list + "{" + name() + "}";
    }
}
