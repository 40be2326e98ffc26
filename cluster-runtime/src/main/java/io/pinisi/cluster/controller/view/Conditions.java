package io.pinisi.cluster.controller.view;

import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes the {@code conditions} list of a status. */
public final class Conditions {
    private Conditions() {}

    /** One condition as it should be. */
    public record Condition(String type, String status, String reason, String message) {
        public static Condition of(String type, boolean isTrue, String reason, String message) {
            return new Condition(type, isTrue ? "True" : "False", reason, message);
        }
    }

    public static Optional<JsonNode> find(JsonNode status, String type) {
        for (JsonNode condition : status.path("conditions")) {
            if (type.equals(condition.path("type").asString(""))) {
                return Optional.of(condition);
            }
        }
        return Optional.empty();
    }

    public static boolean isTrue(JsonNode status, String type) {
        return "True".equals(status(status, type));
    }

    /** {@code True}, {@code False}, {@code Unknown}, or null where there is no such condition. */
    public static @Nullable String status(JsonNode status, String type) {
        return find(status, type).map(c -> c.path("status").asString("")).orElse(null);
    }

    public static @Nullable Instant time(JsonNode condition, String field) {
        String text = condition.path(field).asString("");
        return text.isEmpty() ? null : Instant.parse(text);
    }

    /**
     * Sets a condition; its transition time moves only when its status changes. Returns the
     * condition as it is now.
     */
    public static ObjectNode set(ObjectNode status, Condition wanted, Instant now) {
        ArrayNode conditions = status.withArray("conditions");
        String moment = Timestamps.seconds(now);
        for (JsonNode existing : conditions) {
            if (existing instanceof ObjectNode condition
                    && wanted.type().equals(condition.path("type").asString(""))) {
                if (!wanted.status().equals(condition.path("status").asString(""))) {
                    condition.put("lastTransitionTime", moment);
                }
                return write(condition, wanted);
            }
        }
        ObjectNode condition = conditions.addObject();
        condition.put("type", wanted.type());
        condition.put("lastTransitionTime", moment);
        return write(condition, wanted);
    }

    private static ObjectNode write(ObjectNode condition, Condition wanted) {
        condition.put("status", wanted.status());
        put(condition, "reason", wanted.reason());
        put(condition, "message", wanted.message());
        return condition;
    }

    private static void put(ObjectNode condition, String field, String value) {
        if (value.isEmpty()) {
            condition.remove(field);
        } else {
            condition.put(field, value);
        }
    }

    public static void remove(ObjectNode status, String type) {
        if (Json.at(status, "conditions") instanceof ArrayNode conditions) {
            for (int i = conditions.size() - 1; i >= 0; i--) {
                if (type.equals(conditions.get(i).path("type").asString(""))) {
                    conditions.remove(i);
                }
            }
        }
    }
}
