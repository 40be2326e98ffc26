package io.pinisi.cluster.machinery.patch;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Schemas;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Merges a strategic merge patch. Maps merge by key, lists by what their field's schema says:
 * replaced as a whole, merged by a key of their items, or merged as plain values. Directives in the
 * patch ({@code $patch}, {@code $retainKeys}, {@code $setElementOrder/…}, {@code
 * $deleteFromPrimitiveList/…}) do what values alone cannot say.
 */
final class StrategicMerge {
    private static final String PATCH = "$patch";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String SET_ORDER = "$setElementOrder/";
    private static final String DELETE_FROM = "$deleteFromPrimitiveList/";

    private final Schemas schemas;

    StrategicMerge(Schemas schemas) {
        this.schemas = schemas;
    }

    /** Merges into {@code original}; both trees are used up. */
    ObjectNode merge(@Nullable Schema schema, ObjectNode original, ObjectNode patch) {
        JsonNode directive = patch.get(PATCH);
        if (directive != null) {
            return directed(directive.asString(""), patch);
        }
        retainKeys(original, patch);
        mergeOrderedLists(schema, original, patch);
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            change(schema, original, change.getKey(), change.getValue());
        }
        return original;
    }

    private static ObjectNode directed(String directive, ObjectNode patch) {
        return switch (directive) {
            case "replace" -> {
                patch.remove(PATCH);
                yield patch;
            }
            case "delete" -> JsonNodeFactory.instance.objectNode();
            default -> throw unknownDirective(directive, patch);
        };
    }

    private void change(@Nullable Schema schema, ObjectNode original, String key, JsonNode value) {
        if (key.startsWith(DELETE_FROM)) {
            deleteValues(original, key, value);
            return;
        }
        JsonNode old = original.get(key);
        Schema field = field(schema, key);
        switch (value) {
            case JsonNode none when none.isNull() -> original.remove(key);
            case ObjectNode patch when old instanceof ObjectNode map && merges(field) ->
                    original.set(key, merge(field, map, patch));
            case ArrayNode patch
                    when old instanceof ArrayNode list && field != null && isMerged(field) ->
                    original.set(key, mergeLists(field, list, patch));
            case JsonNode other -> {
                JsonNode plain = withoutDirectives(other);
                if (plain != null) {
                    original.set(key, plain);
                }
            }
        }
    }

    private static boolean merges(@Nullable Schema field) {
        return field == null || !field.patchStrategies().contains("replace");
    }

    private static boolean isMerged(Schema list) {
        return list.patchStrategies().contains("merge");
    }

    private static void deleteValues(ObjectNode original, String directive, JsonNode values) {
        String key = directive.substring(DELETE_FROM.length());
        if (!(values instanceof ArrayNode)) {
            throw ApiException.badRequest("invalid patch format of primitive list");
        }
        if (original.get(key) instanceof ArrayNode list) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            for (JsonNode item : list) {
                if (!ListOrder.contains(values, item)) {
                    kept.add(item);
                }
            }
            original.set(key, kept);
        }
    }

    /** {@code $retainKeys}: keys of the original that it does not list go. */
    private static void retainKeys(ObjectNode original, ObjectNode patch) {
        JsonNode keys = patch.remove(RETAIN_KEYS);
        if (keys == null) {
            return;
        }
        if (!(keys instanceof ArrayNode)) {
            throw ApiException.badRequest("invalid patch format of retainKeys");
        }
        for (Map.Entry<String, JsonNode> change : patch.properties()) {
            String key = change.getKey();
            boolean value =
                    !change.getValue().isNull()
                            && !key.startsWith(DELETE_FROM)
                            && !key.startsWith(SET_ORDER);
            if (value && !ListOrder.contains(keys, JsonNodeFactory.instance.stringNode(key))) {
                throw ApiException.badRequest("invalid patch format of retainKeys");
            }
        }
        original.properties()
                .removeIf(
                        field ->
                                !ListOrder.contains(
                                        keys, JsonNodeFactory.instance.stringNode(field.getKey())));
    }

    /** Lists whose order the patch gives are merged first, then brought into that order. */
    private void mergeOrderedLists(@Nullable Schema schema, ObjectNode original, ObjectNode patch) {
        List<String> directives = new ArrayList<>();
        for (String key : patch.propertyNames()) {
            if (key.startsWith(SET_ORDER)) {
                directives.add(key);
            }
        }
        for (String directive : directives) {
            if (!(patch.remove(directive) instanceof ArrayNode order)) {
                throw ApiException.badRequest("invalid patch format of setElementOrder list");
            }
            mergeOrdered(schema, original, patch, directive.substring(SET_ORDER.length()), order);
        }
    }

    private void mergeOrdered(
            @Nullable Schema schema,
            ObjectNode original,
            ObjectNode patch,
            String key,
            ArrayNode order) {
        Schema field = field(schema, key);
        String mergeKey = field == null ? null : field.patchMergeKey();
        JsonNode change = patch.get(key);
        if (change instanceof ArrayNode items) {
            ListOrder.requireSameOrder(items, order, mergeKey);
        } else if (change != null) {
            return;
        }
        ArrayNode list = original.get(key) instanceof ArrayNode old ? old : null;
        ArrayNode merged;
        if (list == null) {
            JsonNode plain = change == null ? null : withoutDirectives(change);
            if (!(plain instanceof ArrayNode added)) {
                return;
            }
            merged = added;
        } else if (change instanceof ArrayNode items) {
            merged =
                    field != null && isMerged(field)
                            ? mergeLists(field, list.deepCopy(), items)
                            : items;
        } else {
            merged = list;
        }
        ArrayNode live = list == null ? JsonNodeFactory.instance.arrayNode() : list;
        original.set(key, ListOrder.arrange(merged, order, live, mergeKey));
        patch.remove(key);
    }

    private ArrayNode mergeLists(Schema field, ArrayNode original, ArrayNode patch) {
        if (original.isEmpty() && patch.isEmpty()) {
            return original;
        }
        boolean objects = isOfObjects(original, patch);
        String mergeKey = field.patchMergeKey();
        if (!objects) {
            ArrayNode merged = JsonNodeFactory.instance.arrayNode();
            original.forEach(item -> addOnce(merged, item));
            patch.forEach(item -> addOnce(merged, item));
            return ListOrder.arrange(merged, patch, original, null);
        }
        if (mergeKey == null) {
            throw ApiException.badRequest("cannot merge lists without merge key");
        }
        ArrayNode live = original.deepCopy();
        ArrayNode plain = JsonNodeFactory.instance.arrayNode();
        boolean replace = directives(original, patch, plain, mergeKey);
        if (replace) {
            return plain;
        }
        Schema item = field.items();
        for (JsonNode change : plain) {
            mergeItem(item, original, (ObjectNode) change, mergeKey);
        }
        return ListOrder.arrange(original, plain, live, mergeKey);
    }

    /**
     * Carries out {@code $patch} items: deletes from the original, says whether to replace it, and
     * collects the items without a directive.
     */
    private static boolean directives(
            ArrayNode original, ArrayNode patch, ArrayNode plain, String mergeKey) {
        boolean replace = false;
        for (JsonNode item : patch) {
            JsonNode directive = item.get(PATCH);
            if (directive == null) {
                plain.add(item);
                continue;
            }
            switch (directive.asString("")) {
                case "delete" -> delete(original, key(item, mergeKey), mergeKey);
                case "replace" -> replace = true;
                case "merge" ->
                        throw ApiException.badRequest(
                                "merging lists cannot yet be specified in the patch");
                default -> throw unknownDirective(directive.asString(""), item);
            }
        }
        return replace;
    }

    private static void delete(ArrayNode list, JsonNode value, String mergeKey) {
        Iterator<JsonNode> items = list.iterator();
        while (items.hasNext()) {
            if (value.equals(JsonNumbers.COMPARATOR, items.next().path(mergeKey))) {
                items.remove();
            }
        }
    }

    private void mergeItem(
            @Nullable Schema item, ArrayNode original, ObjectNode change, String mergeKey) {
        JsonNode value = key(change, mergeKey);
        for (int i = 0; i < original.size(); i++) {
            JsonNode candidate = original.get(i);
            if (candidate instanceof ObjectNode map
                    && value.equals(JsonNumbers.COMPARATOR, candidate.path(mergeKey))) {
                original.set(i, merge(item == null ? null : schemas.resolve(item), map, change));
                return;
            }
        }
        JsonNode plain = withoutDirectives(change);
        if (plain != null) {
            original.add(plain);
        }
    }

    private static JsonNode key(JsonNode item, String mergeKey) {
        JsonNode value = item.get(mergeKey);
        if (value == null) {
            throw ApiException.badRequest(
                    "map: " + item + " does not contain declared merge key: " + mergeKey);
        }
        return value;
    }

    private static boolean isOfObjects(ArrayNode original, ArrayNode patch) {
        boolean objects = (original.isEmpty() ? patch : original).get(0).isObject();
        for (ArrayNode list : List.of(original, patch)) {
            for (JsonNode item : list) {
                if (item.isArray()) {
                    throw Patches.doesNotFit("lists of lists are not supported");
                }
                if (item.isObject() != objects) {
                    throw Patches.doesNotFit("list element types are not identical");
                }
            }
        }
        return objects;
    }

    private static void addOnce(ArrayNode list, JsonNode item) {
        if (!ListOrder.contains(list, item)) {
            list.add(item);
        }
    }

    /** A value that is new to the original: nulls and directives in it mean nothing any more. */
    private static @Nullable JsonNode withoutDirectives(JsonNode value) {
        switch (value) {
            case ObjectNode map -> {
                JsonNode directive = map.get(PATCH);
                if (directive != null && directive.asString("").equals("delete")) {
                    return null;
                }
                map.properties().removeIf(StrategicMerge::saysNothing);
                map.properties().removeIf(field -> withoutDirectives(field.getValue()) == null);
                return map;
            }
            case ArrayNode list -> {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                for (JsonNode item : list) {
                    boolean directed = item.has(PATCH);
                    JsonNode plain = withoutDirectives(item);
                    if (plain != null && !(directed && plain.isEmpty())) {
                        kept.add(plain);
                    }
                }
                list.removeAll();
                list.addAll(kept);
                return list;
            }
            default -> {
                return value;
            }
        }
    }

    private static boolean saysNothing(Map.Entry<String, JsonNode> field) {
        String key = field.getKey();
        return field.getValue().isNull()
                || key.equals(PATCH)
                || key.equals(RETAIN_KEYS)
                || key.startsWith(SET_ORDER)
                || key.startsWith(DELETE_FROM);
    }

    /** The field's schema with its reference followed, but the place's own patch settings. */
    private @Nullable Schema field(@Nullable Schema schema, String name) {
        if (schema == null) {
            return null;
        }
        Schema resolved = schemas.resolve(schema);
        Schema property = resolved.properties().get(name);
        Schema declared = property == null ? resolved.additionalProperties() : property;
        return declared;
    }

    private static ApiException unknownDirective(String directive, JsonNode where) {
        return ApiException.badRequest("unknown patch type: " + directive + " in map: " + where);
    }
}
