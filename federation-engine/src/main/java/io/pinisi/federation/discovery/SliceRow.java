package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a member's EndpointSlice.
 *
 * @param service the service it belongs to, or empty
 * @param source the cluster whose endpoints it has, or empty for the member's own
 * @param imported null for the member's own
 */
record SliceRow(
        ObjectKey key,
        String uid,
        String service,
        String addressType,
        JsonNode ports,
        JsonNode endpoints,
        String source,
        @Nullable Imported imported) {

    static SliceRow of(ObjectNode slice) {
        Metadata metadata = Metadata.of(slice);
        return new SliceRow(
                metadata.key(),
                metadata.uid(),
                Objects.requireNonNullElse(metadata.label(Labels.SLICE_SERVICE), ""),
                slice.path("addressType").asString("IPv4"),
                slice.path("ports").deepCopy(),
                slice.path("endpoints").deepCopy(),
                Objects.requireNonNullElse(metadata.label(Labels.SOURCE), ""),
                Imported.of(slice));
    }

    /** Whether it is the member's own and belongs to the service. */
    boolean isOf(ObjectKey wanted) {
        return imported == null
                && service.equals(wanted.name())
                && Objects.equals(key.namespace(), wanted.namespace());
    }

    int endpointCount() {
        return endpoints.size();
    }

    /** What does not say whether it is ready is. */
    int readyCount() {
        int ready = 0;
        for (JsonNode endpoint : endpoints) {
            ready += endpoint.path("conditions").path("ready").asBoolean(true) ? 1 : 0;
        }
        return ready;
    }
}
