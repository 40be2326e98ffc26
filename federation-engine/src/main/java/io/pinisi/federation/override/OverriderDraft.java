package io.pinisi.federation.override;

import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.ClusterVariables;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * An overrider as it is written: its values may name variables of the cluster, and then it is
 * another one in each.
 *
 * @param everywhere the overrider where its values name no variable, else null
 */
record OverriderDraft(
        String field,
        JsonNode item,
        BiFunction<String, JsonNode, Overrider> reader,
        @Nullable Overrider everywhere) {

    static OverriderDraft of(
            String field, JsonNode item, BiFunction<String, JsonNode, Overrider> reader) {
        boolean varies = ClusterVariables.isIn(item.toString());
        return new OverriderDraft(field, item, reader, varies ? null : reader.apply(field, item));
    }

    /**
     * @throws io.pinisi.cluster.machinery.error.ApiException where the cluster lacks a variable
     */
    Overrider in(ClusterFacts cluster) {
        return everywhere == null ? reader.apply(field, expanded(cluster)) : everywhere;
    }

    /** Only values are expanded: what is changed is the same in all clusters. */
    private JsonNode expanded(ClusterFacts cluster) {
        JsonNode copy = item.deepCopy();
        expandValue(copy, cluster);
        for (String operations : List.of("json", "yaml")) {
            copy.path(operations).forEach(operation -> expandValue(operation, cluster));
        }
        return copy;
    }

    private static void expandValue(JsonNode holder, ClusterFacts cluster) {
        if (holder instanceof ObjectNode object && object.has("value")) {
            JsonNode value = object.path("value");
            object.set("value", expanded(value, cluster));
        }
    }

    private static JsonNode expanded(JsonNode value, ClusterFacts cluster) {
        if (value instanceof ObjectNode object) {
            object.properties()
                    .forEach(entry -> entry.setValue(expanded(entry.getValue(), cluster)));
            return object;
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, expanded(array.get(i), cluster));
            }
            return array;
        }
        return value.isString()
                ? StringNode.valueOf(ClusterVariables.expand(value.asString(), cluster))
                : value;
    }
}
