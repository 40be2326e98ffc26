package io.pinisi.cluster.registry.core.event;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The same event as {@code v1} and as {@code events.k8s.io/v1} have it. */
final class EventForms {
    private record Pair(String core, String modern) {}

    private static final List<Pair> FIELDS =
            List.of(
                    new Pair("involvedObject", "regarding"),
                    new Pair("message", "note"),
                    new Pair("source", "deprecatedSource"),
                    new Pair("firstTimestamp", "deprecatedFirstTimestamp"),
                    new Pair("lastTimestamp", "deprecatedLastTimestamp"),
                    new Pair("count", "deprecatedCount"),
                    new Pair("reportingComponent", "reportingController"));

    private EventForms() {}

    static ObjectNode toCore(ObjectNode modern) {
        return renamed(modern, "v1", false);
    }

    static ObjectNode toModern(ObjectNode core) {
        return renamed(core, "events.k8s.io/v1", true);
    }

    private static ObjectNode renamed(ObjectNode event, String apiVersion, boolean forward) {
        ObjectNode result = event.objectNode();
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            result.set(other(field.getKey(), forward), field.getValue());
        }
        result.put("apiVersion", apiVersion);
        return result;
    }

    private static String other(String field, boolean forward) {
        for (Pair pair : FIELDS) {
            if (field.equals(forward ? pair.core() : pair.modern())) {
                return forward ? pair.modern() : pair.core();
            }
        }
        return field;
    }
}
