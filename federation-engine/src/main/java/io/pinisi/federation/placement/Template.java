package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import tools.jackson.databind.JsonNode;

/** Names an object of the hub that members run copies of. */
public record Template(GroupVersionKind kind, ObjectKey key) {

    public static Template of(JsonNode object) {
        return new Template(
                GroupVersionKind.of(
                        object.path("apiVersion").asString(""), object.path("kind").asString("")),
                Metadata.key(object));
    }

    /** {@code Deployment shop/web}. */
    @Override
    public String toString() {
        return kind.kind() + " " + key;
    }
}
