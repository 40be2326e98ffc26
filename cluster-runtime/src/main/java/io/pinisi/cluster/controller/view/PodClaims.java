package io.pinisi.cluster.controller.view;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The claims that a pod's volumes stand for. */
public final class PodClaims {
    private PodClaims() {}

    /** In the order of the volumes; those of ephemeral volumes included. */
    public static List<ObjectKey> of(ObjectNode pod) {
        Metadata metadata = Metadata.of(pod);
        String namespace = Objects.requireNonNullElse(metadata.namespace(), "");
        List<ObjectKey> keys = new ArrayList<>();
        for (JsonNode volume : pod.path("spec").path("volumes")) {
            String name = nameOf(metadata.name(), volume);
            if (!name.isEmpty()) {
                keys.add(ObjectKey.of(namespace, name));
            }
        }
        return keys;
    }

    /** The claim that one volume stands for; empty for a volume of another kind. */
    public static String nameOf(String pod, JsonNode volume) {
        return volume.has("ephemeral")
                ? pod + "-" + volume.path("name").asString("")
                : volume.path("persistentVolumeClaim").path("claimName").asString("");
    }
}
