package io.pinisi.federation.drift;

import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A field as {@code managedFields} name it: {@code f:} and a name, {@code k:} and the keys of a
 * list's item, {@code v:} and a value of a set.
 */
public record FieldPath(List<String> keys) {
    public FieldPath {
        keys = List.copyOf(keys);
    }

    /** Takes the field out, where it is there. */
    public void removeFrom(ObjectNode object) {
        JsonNode at = object;
        for (String key : keys.subList(0, keys.size() - 1)) {
            at = step(at, key);
        }
        String last = keys.getLast();
        if (at instanceof ObjectNode parent && last.startsWith("f:")) {
            parent.remove(last.substring(2));
        } else if (at instanceof ArrayNode list) {
            int index = indexOf(list, last);
            if (index >= 0) {
                list.remove(index);
            }
        }
    }

    private static JsonNode step(JsonNode at, String key) {
        if (key.startsWith("f:")) {
            return at.path(key.substring(2));
        }
        return at instanceof ArrayNode list ? list.path(indexOf(list, key)) : at.path("");
    }

    private static int indexOf(ArrayNode list, String key) {
        JsonNode wanted = Json.mapper().readTree(key.substring(2));
        for (int i = 0; i < list.size(); i++) {
            boolean hit =
                    key.startsWith("v:") ? list.get(i).equals(wanted) : agrees(list.get(i), wanted);
            if (hit) {
                return i;
            }
        }
        return -1;
    }

    /** Keys that a member defaulted may be absent in what is applied. */
    private static boolean agrees(JsonNode item, JsonNode identity) {
        boolean some = false;
        for (Map.Entry<String, JsonNode> field : identity.properties()) {
            JsonNode own = item.get(field.getKey());
            if (own != null && !own.asString("").equals(field.getValue().asString(""))) {
                return false;
            }
            some |= own != null;
        }
        return some;
    }
}
