package io.pinisi.portal.hub;

import io.pinisi.portal.fleet.Condition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what all objects have in common. */
final class Trees {
    private Trees() {}

    static String text(JsonNode tree, String field) {
        return tree.path(field).asString("");
    }

    /** Null where there is no time, or none that can be read: a member may report anything. */
    static @Nullable Instant time(JsonNode tree, String field) {
        String text = text(tree, field);
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    static List<Condition> conditions(JsonNode object) {
        List<Condition> conditions = new ArrayList<>();
        for (JsonNode condition : object.path("status").path("conditions")) {
            conditions.add(
                    new Condition(
                            text(condition, "type"),
                            text(condition, "status"),
                            text(condition, "reason"),
                            text(condition, "message"),
                            time(condition, "lastTransitionTime")));
        }
        return conditions;
    }
}
