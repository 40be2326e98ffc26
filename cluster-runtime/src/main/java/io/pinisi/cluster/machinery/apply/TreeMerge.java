package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.apply.TypedTree.Place;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Merging an applied tree into the live one, and removing a set of fields from a tree. */
final class TreeMerge {
    private final TypedTree types;

    TreeMerge(TypedTree types) {
        this.types = types;
    }

    /** The live tree with what is applied on top; the arguments stay as they are. */
    JsonNode merge(Place place, @Nullable JsonNode live, @Nullable JsonNode applied) {
        if (applied == null) {
            return live == null ? JsonNodeFactory.instance.nullNode() : live.deepCopy();
        }
        boolean nothing = applied.isNull() || (applied.isContainer() && applied.isEmpty());
        if (live == null || (place.isLeaf(applied) && !(applied.isNull() && live.isContainer()))) {
            return applied.deepCopy();
        }
        if (live instanceof ObjectNode left && !place.atomicMap()) {
            return applied instanceof ObjectNode right
                    ? mergeMaps(place, left, right)
                    : nothing ? live.deepCopy() : applied.deepCopy();
        }
        if (live instanceof ArrayNode left && place.isContainerType()) {
            return applied instanceof ArrayNode right
                    ? mergeLists(place, left, right)
                    : nothing ? live.deepCopy() : applied.deepCopy();
        }
        return applied.deepCopy();
    }

    private ObjectNode mergeMaps(Place place, ObjectNode live, ObjectNode applied) {
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : live.properties()) {
            String name = field.getKey();
            merged.set(name, merge(types.field(place, name), field.getValue(), applied.get(name)));
        }
        for (Map.Entry<String, JsonNode> field : applied.properties()) {
            if (!live.has(field.getKey())) {
                merged.set(field.getKey(), field.getValue().deepCopy());
            }
        }
        return merged;
    }

    /**
     * Items of both keep the applied order; an item that only the live list has stays behind the
     * one it followed.
     */
    private ArrayNode mergeLists(Place place, ArrayNode live, ArrayNode applied) {
        Map<String, List<JsonNode>> left = types.items(place, live);
        Map<String, List<JsonNode>> right = types.items(place, applied);
        List<String> liveSteps = steps(place, live);
        List<String> appliedSteps = new ArrayList<>(right.keySet());
        Iterator<String> shared = appliedSteps.stream().filter(left::containsKey).iterator();
        String nextShared = shared.hasNext() ? shared.next() : null;
        Place item = types.item(place);
        ArrayNode merged = JsonNodeFactory.instance.arrayNode();
        Set<String> done = new HashSet<>();
        int i = 0;
        int j = 0;
        while (i < liveSteps.size() || j < appliedSteps.size()) {
            String mine = i < liveSteps.size() ? liveSteps.get(i) : null;
            String theirs = j < appliedSteps.size() ? appliedSteps.get(j) : null;
            boolean inBoth = mine != null && right.containsKey(mine);
            if (mine != null && !inBoth) {
                merged.add(live.get(i).deepCopy());
                i++;
                continue;
            }
            if (mine != null && theirs != null && !mine.equals(theirs)) {
                boolean waits = nextShared != null && !nextShared.equals(mine);
                if (waits) {
                    i++;
                    continue;
                }
                i += done.contains(mine) ? 1 : 0;
            }
            if (theirs == null) {
                i++;
                continue;
            }
            merged.add(mergeItem(item, left.get(theirs), right.get(theirs)));
            done.add(theirs);
            i += theirs.equals(mine) ? 1 : 0;
            j++;
            if (theirs.equals(nextShared)) {
                nextShared = shared.hasNext() ? shared.next() : null;
            }
        }
        return merged;
    }

    private List<String> steps(Place place, ArrayNode list) {
        List<String> steps = new ArrayList<>(list.size());
        list.forEach(item -> steps.add(types.step(place, item)));
        return steps;
    }

    /** Finds the parts of a tree that are owned as a whole although something is inside. */
    void findAtomic(Place place, JsonNode tree, String path, List<String> found) {
        boolean container = tree.isContainer() && !tree.isEmpty();
        if (container && place.isLeaf(tree)) {
            found.add(path);
        } else if (tree instanceof ObjectNode map) {
            map.properties()
                    .forEach(
                            field ->
                                    findAtomic(
                                            types.field(place, field.getKey()),
                                            field.getValue(),
                                            path + "." + field.getKey(),
                                            found));
        } else if (tree instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                findAtomic(types.item(place), list.get(i), path + "[" + i + "]", found);
            }
        }
    }

    /** An item that the live list has twice is replaced, not merged. */
    private JsonNode mergeItem(
            Place item, @Nullable List<JsonNode> live, @Nullable List<JsonNode> applied) {
        JsonNode left = live == null || live.size() != 1 ? null : live.getFirst();
        JsonNode right = applied == null ? null : applied.getFirst();
        return merge(item, left, right);
    }

    /** The tree without these fields; a container that loses all stays, empty. */
    JsonNode remove(Place place, JsonNode tree, FieldSet fields) {
        if (fields.isEmpty()) {
            return tree;
        }
        return switch (tree) {
            case ObjectNode map when !place.atomicMap() -> removeFromMap(place, map, fields);
            case ArrayNode list when place.isContainerType() -> removeFromList(place, list, fields);
            default -> tree;
        };
    }

    private ObjectNode removeFromMap(Place place, ObjectNode map, FieldSet fields) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : map.properties()) {
            String step = PathStep.field(field.getKey());
            if (!fields.hasMember(step)) {
                Place below = types.field(place, field.getKey());
                kept.set(field.getKey(), remove(below, field.getValue(), fields.below(step)));
            }
        }
        return kept;
    }

    private ArrayNode removeFromList(Place place, ArrayNode list, FieldSet fields) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        Place below = types.item(place);
        for (JsonNode item : list) {
            String step = types.step(place, item);
            if (!fields.hasMember(step)) {
                kept.add(remove(below, item, fields.below(step)));
            }
        }
        return kept;
    }
}
