package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.apply.TypedTree.Place;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of every field between two trees of one schema. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {

    static Comparison of(TypedTree types, Place place, JsonNode before, JsonNode after) {
        Walk walk = new Walk(types);
        walk.compare(place, before, after);
        return new Comparison(walk.added.build(), walk.modified.build(), walk.removed.build());
    }

    /** Without these fields and all below them. */
    Comparison without(FieldSet fields) {
        return new Comparison(
                added.recursiveDifference(fields),
                modified.recursiveDifference(fields),
                removed.recursiveDifference(fields));
    }

    FieldSet changed() {
        return added.union(modified);
    }

    boolean isSame() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    /** The recursion. */
    private static final class Walk {
        private final TypedTree types;
        private final List<String> path = new ArrayList<>();
        private final FieldSet.Builder added = new FieldSet.Builder();
        private final FieldSet.Builder modified = new FieldSet.Builder();
        private final FieldSet.Builder removed = new FieldSet.Builder();

        Walk(TypedTree types) {
            this.types = types;
        }

        void compare(Place place, @Nullable JsonNode before, @Nullable JsonNode after) {
            if (before != null && before.equals(after)) {
                return;
            }
            if (isLeaf(place, before, after)) {
                (before == null ? added : after == null ? removed : modified).add(path);
                return;
            }
            if (before instanceof ArrayNode || after instanceof ArrayNode) {
                lists(place, before, after);
            }
            if (before instanceof ObjectNode || after instanceof ObjectNode) {
                maps(place, before, after);
            }
            if (before == null) {
                added.add(path);
            } else if (after == null) {
                removed.add(path);
            }
        }

        /** Empty containers are leaves too, which keeps them apart from absent ones. */
        private static boolean isLeaf(
                Place place, @Nullable JsonNode before, @Nullable JsonNode after) {
            boolean bothEmpty = isEmpty(before) && isEmpty(after);
            return bothEmpty || place.isLeaf(after) || place.isLeaf(before);
        }

        private static boolean isEmpty(@Nullable JsonNode value) {
            return value == null || value.isNull() || (value.isContainer() && value.isEmpty());
        }

        private void maps(Place place, @Nullable JsonNode before, @Nullable JsonNode after) {
            if (before instanceof ObjectNode map) {
                for (Map.Entry<String, JsonNode> field : map.properties()) {
                    JsonNode right = after == null ? null : after.get(field.getKey());
                    field(place, field.getKey(), field.getValue(), right);
                }
            }
            if (after instanceof ObjectNode map) {
                for (Map.Entry<String, JsonNode> field : map.properties()) {
                    if (before == null || !before.has(field.getKey())) {
                        field(place, field.getKey(), null, field.getValue());
                    }
                }
            }
        }

        private void field(
                Place place, String name, @Nullable JsonNode before, @Nullable JsonNode after) {
            if (before == null || !before.equals(after)) {
                path.addLast(PathStep.field(name));
                compare(types.field(place, name), before, after);
                path.removeLast();
            }
        }

        private void lists(Place place, @Nullable JsonNode before, @Nullable JsonNode after) {
            Map<String, List<JsonNode>> left = types.items(place, before);
            Map<String, List<JsonNode>> right = types.items(place, after);
            Set<String> steps = new LinkedHashSet<>(left.keySet());
            steps.addAll(right.keySet());
            Place item = types.item(place);
            for (String step : steps) {
                path.addLast(step);
                items(
                        item,
                        left.getOrDefault(step, List.of()),
                        right.getOrDefault(step, List.of()));
                path.removeLast();
            }
        }

        /** Items that share a step are one leaf as long as they do. */
        private void items(Place item, List<JsonNode> before, List<JsonNode> after) {
            if (before.size() > 1 && after.size() > 1) {
                if (!before.equals(after)) {
                    modified.add(path);
                }
                return;
            }
            if (before.size() > 1) {
                removed.add(path);
            } else if (after.size() > 1) {
                added.add(path);
            }
            JsonNode one = before.size() == 1 ? before.getFirst() : null;
            JsonNode other = after.size() == 1 ? after.getFirst() : null;
            if (one != null || other != null) {
                compare(item, one, other);
            }
        }
    }
}
