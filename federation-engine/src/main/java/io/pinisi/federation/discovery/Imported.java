package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.propagation.Marks;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * That an object in a member was imported by us.
 *
 * @param hash of what it was made of
 */
record Imported(Export.Id export, String hash) {

    /** Null for objects that are not ours, or that a policy has taken over since. */
    static @Nullable Imported of(JsonNode object) {
        Metadata metadata = Metadata.of(object);
        String way = metadata.label(Labels.IMPORTED);
        String service = metadata.label(Labels.SERVICE);
        boolean taken = "true".equals(metadata.label(Marks.MANAGED));
        if (way == null || service == null || taken) {
            return null;
        }
        return new Imported(
                new Export.Id(new ObjectKey(metadata.namespace(), service), Export.Way.of(way)),
                Objects.requireNonNullElse(metadata.annotation(Labels.RENDERED), ""));
    }
}
