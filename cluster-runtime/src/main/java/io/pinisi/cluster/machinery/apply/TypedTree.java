package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Schema.ListType;
import io.pinisi.cluster.machinery.schema.Schemas;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a schema says about ownership at one place of a tree: which values are owned as a whole
 * (leaves), which field or item follows a step, and what identifies the items of a list. Values
 * without a schema are taken for what they look like: maps by key, lists as a whole.
 */
final class TypedTree {
    private static final Schema UNTYPED =
            new Schema(
                    null,
                    Schema.Type.ANY,
                    "",
                    "",
                    Map.of(),
                    null,
                    null,
                    java.util.Set.of(),
                    null,
                    false,
                    false,
                    true,
                    false,
                    ListType.ATOMIC,
                    List.of(),
                    false,
                    null,
                    java.util.Set.of(),
                    Map.of());

    private final Schemas schemas;

    TypedTree(Schemas schemas) {
        this.schemas = schemas;
    }

    /** A schema with its reference followed, and whether its place is owned as a whole. */
    record Place(Schema schema, boolean atomicMap) {

        /** Whether the value is one leaf: a scalar, an atomic list or an atomic map. */
        boolean isLeaf(@Nullable JsonNode value) {
            return switch (value) {
                case ObjectNode map -> atomicMap;
                case ArrayNode list -> schema.listType() == ListType.ATOMIC;
                case null -> false;
                default -> !isContainerType();
            };
        }

        /** Whether a null here stands for an absent list or map that is owned by its items. */
        boolean isContainerType() {
            return switch (schema.type()) {
                case OBJECT -> !atomicMap;
                case ARRAY -> schema.listType() != ListType.ATOMIC;
                default -> false;
            };
        }

        boolean declares(String field) {
            return schema.properties().containsKey(field);
        }
    }

    Place place(Schema schema) {
        Schema resolved = schemas.resolve(schema);
        return new Place(resolved, schema.atomicMap() || resolved.atomicMap());
    }

    Place field(Place parent, String name) {
        Schema property = parent.schema().properties().get(name);
        Schema declared = property == null ? parent.schema().additionalProperties() : property;
        return place(declared == null ? UNTYPED : declared);
    }

    Place item(Place list) {
        Schema items = list.schema().items();
        return place(items == null ? UNTYPED : items);
    }

    /** The place a step leads to. */
    Place below(Place parent, String step) {
        return step.startsWith("f:") ? field(parent, step.substring(2)) : item(parent);
    }

    /** The items of an associative list by their step; a step with two items is a duplicate. */
    Map<String, List<JsonNode>> items(Place place, @Nullable JsonNode list) {
        Map<String, List<JsonNode>> items = new LinkedHashMap<>();
        if (list instanceof ArrayNode array) {
            for (JsonNode item : array) {
                items.computeIfAbsent(step(place, item), s -> new ArrayList<>(1)).add(item);
            }
        }
        return items;
    }

    /**
     * What identifies an item. A key that is absent counts by its default.
     *
     * @throws IllegalArgumentException where a key without a default is absent
     */
    String step(Place list, JsonNode item) {
        if (list.schema().listType() == ListType.SET) {
            return PathStep.value(item);
        }
        Map<String, JsonNode> keys = HashMap.newHashMap(2);
        Schema itemSchema = item(list).schema();
        for (String key : list.schema().listMapKeys()) {
            JsonNode value = item.get(key);
            if (value == null || value.isNull()) {
                Schema declared = itemSchema.properties().get(key);
                value = declared == null ? null : declared.defaultValue();
            }
            if (value == null) {
                throw new IllegalArgumentException(
                        "associative list with keys has an element that omits key field \""
                                + key
                                + "\" (and doesn't have default value)");
            }
            keys.put(key, value);
        }
        return PathStep.key(keys);
    }

    /**
     * What a new object of a kind holds before anyone set a field: the parts that are always
     * written, empty.
     */
    ObjectNode skeleton(Schema schema) {
        ObjectNode skeleton = JsonNodeFactory.instance.objectNode();
        Schema resolved = schemas.resolve(schema);
        resolved.properties()
                .forEach(
                        (name, property) -> {
                            boolean list = property.type() == Schema.Type.ARRAY;
                            if (property.constraints().containsKey(Schema.STRUCT)) {
                                skeleton.set(name, skeleton(property));
                            } else if (list && resolved.required().contains(name)) {
                                skeleton.putNull(name);
                            }
                        });
        return skeleton;
    }
}
