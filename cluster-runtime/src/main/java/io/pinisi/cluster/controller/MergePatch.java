package io.pinisi.cluster.controller;

import io.pinisi.cluster.machinery.json.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the JSON merge patch that turns one tree into another. */
public final class MergePatch {
    private MergePatch() {}

    /** Empty where the trees are equal. */
    public static ObjectNode between(JsonNode from, JsonNode to) {
        ObjectNode patch = Json.object();
        for (Map.Entry<String, JsonNode> field : from.properties()) {
            if (!to.has(field.getKey())) {
                patch.putNull(field.getKey());
            }
        }
        for (Map.Entry<String, JsonNode> field : to.properties()) {
            JsonNode before = from.get(field.getKey());
            JsonNode after = field.getValue();
            if (after.equals(before)) {
                continue;
            }
            if (after.isObject() && before != null && before.isObject()) {
                patch.set(field.getKey(), between(before, after));
            } else {
                patch.set(field.getKey(), after);
            }
        }
        return patch;
    }
}
