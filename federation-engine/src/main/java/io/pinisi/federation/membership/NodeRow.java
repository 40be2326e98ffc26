package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.ResourceAmounts;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is kept of a member's node. */
public record NodeRow(
        String name,
        boolean ready,
        boolean schedulable,
        String version,
        String runtime,
        String operatingSystem,
        String address,
        Map<String, String> labels,
        ResourceAmounts allocatable,
        @Nullable Instant created) {
    public NodeRow {
        labels = Map.copyOf(labels);
    }

    public static NodeRow of(ObjectNode node) {
        JsonNode status = node.path("status");
        JsonNode info = status.path("nodeInfo");
        boolean ready = false;
        for (JsonNode condition : status.path("conditions")) {
            ready |=
                    condition.path("type").asString("").equals("Ready")
                            && condition.path("status").asString("").equals("True");
        }
        String address = "";
        for (JsonNode candidate : status.path("addresses")) {
            if (candidate.path("type").asString("").equals("InternalIP")) {
                address = candidate.path("address").asString("");
            }
        }
        Metadata metadata = Metadata.of(node);
        return new NodeRow(
                metadata.name(),
                ready,
                !node.path("spec").path("unschedulable").asBoolean(false),
                text(info, "kubeletVersion"),
                text(info, "containerRuntimeVersion"),
                text(info, "osImage"),
                address,
                metadata.labels(),
                ResourceAmounts.of(status.path("allocatable")),
                metadata.creationTimestamp());
    }

    private static String text(JsonNode object, String field) {
        return Objects.requireNonNullElse(Json.text(object, field), "");
    }
}
