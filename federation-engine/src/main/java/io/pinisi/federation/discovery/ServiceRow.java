package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a member's service.
 *
 * @param imported null for the member's own
 */
record ServiceRow(
        ObjectKey key,
        String uid,
        String type,
        boolean headless,
        String affinity,
        JsonNode ports,
        Instant created,
        @Nullable Imported imported) {

    static ServiceRow of(ObjectNode service) {
        Metadata metadata = Metadata.of(service);
        JsonNode spec = service.path("spec");
        return new ServiceRow(
                metadata.key(),
                metadata.uid(),
                spec.path("type").asString("ClusterIP"),
                spec.path("clusterIP").asString("").equals("None"),
                spec.path("sessionAffinity").asString("None"),
                spec.path("ports").deepCopy(),
                Objects.requireNonNullElse(metadata.creationTimestamp(), Instant.EPOCH),
                Imported.of(service));
    }

    /** A name in somebody's DNS is no service that could be carried. */
    boolean isExportable() {
        return !type.equals("ExternalName");
    }
}
