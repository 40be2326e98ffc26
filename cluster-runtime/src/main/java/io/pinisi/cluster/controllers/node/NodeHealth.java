package io.pinisi.cluster.controllers.node;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The last sign of life of a node.
 *
 * @param sign what changes with each sign: the lease's renewal and the status' heartbeat
 * @param seen when this process first saw it
 */
record NodeHealth(String sign, Instant seen) {
    static final Duration GRACE = Duration.ofSeconds(40);
    static final Duration GRACE_AT_START = Duration.ofSeconds(60);
    private static final List<String> CONDITIONS =
            List.of("Ready", "MemoryPressure", "DiskPressure", "PIDPressure");

    static NodeHealth observe(
            @Nullable NodeHealth before, JsonNode node, @Nullable JsonNode lease, Instant now) {
        String renewed = lease == null ? "" : lease.path("spec").path("renewTime").asString("");
        String heartbeat =
                Conditions.find(node.path("status"), "Ready")
                        .map(ready -> ready.path("lastHeartbeatTime").asString(""))
                        .orElse("");
        String sign = renewed + "|" + heartbeat;
        return before != null && before.sign().equals(sign) ? before : new NodeHealth(sign, now);
    }

    /** When the node must be called unknown unless another sign comes. */
    Instant deadline(JsonNode node) {
        boolean reported = Conditions.find(node.path("status"), "Ready").isPresent();
        return seen.plus(reported ? GRACE : GRACE_AT_START);
    }

    /** The status of a node that went silent. */
    static ObjectNode unknown(ObjectNode node, Instant now) {
        ObjectNode status =
                node.get("status") instanceof ObjectNode present
                        ? present.deepCopy()
                        : Json.object();
        for (String type : CONDITIONS) {
            String present = Conditions.status(status, type);
            if (present == null) {
                Conditions.set(
                        status,
                        new Condition(
                                type,
                                "Unknown",
                                "NodeStatusNeverUpdated",
                                "Kubelet never posted node status."),
                        now);
            } else if (!present.equals("Unknown")) {
                Conditions.set(
                        status,
                        new Condition(
                                type,
                                "Unknown",
                                "NodeStatusUnknown",
                                "Kubelet stopped posting node status."),
                        now);
            }
        }
        return status;
    }
}
