package io.pinisi.cluster.registry;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code status.conditions} of an object. */
public final class Conditions {
    private Conditions() {}

    /** Sets one condition; the time of transition moves only with the status. */
    public static void set(
            ObjectNode object,
            String type,
            String status,
            String reason,
            String message,
            Instant now) {
        ObjectNode holder =
                object.get("status") instanceof ObjectNode given
                        ? given
                        : object.putObject("status");
        ArrayNode conditions =
                holder.get("conditions") instanceof ArrayNode given
                        ? given
                        : holder.putArray("conditions");
        ObjectNode condition = find(conditions, type);
        if (!condition.path("status").asString("").equals(status)) {
            condition.put("status", status);
            condition.put("lastTransitionTime", SystemMetadata.time(now));
        }
        put(condition, "reason", reason);
        put(condition, "message", message);
    }

    private static ObjectNode find(ArrayNode conditions, String type) {
        for (JsonNode condition : conditions) {
            if (condition.path("type").asString("").equals(type)
                    && condition instanceof ObjectNode found) {
                return found;
            }
        }
        return conditions.addObject().put("type", type);
    }

    private static void put(ObjectNode condition, String field, String value) {
        if (value.isEmpty()) {
            condition.remove(field);
        } else {
            condition.put(field, value);
        }
    }
}
