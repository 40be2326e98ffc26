package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is kept of a member's service.
 *
 * @param addresses its own in the member; none where it is headless
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
        List<String> addresses,
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
                addresses(spec),
                Imported.of(service));
    }

    private static List<String> addresses(JsonNode spec) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode address : spec.path("clusterIPs")) {
            if (!address.asString("").equals("None")) {
                addresses.add(address.asString(""));
            }
        }
        return addresses;
    }

    /** A name in somebody's DNS is no service that could be carried. */
    boolean isExportable() {
        return !type.equals("ExternalName");
    }
}
