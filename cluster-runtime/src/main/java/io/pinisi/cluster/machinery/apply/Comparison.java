package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.apply.TypedTree.Place;
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
        walk.compare(place, before, after, walk.added, walk.modified, walk.removed);
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

    /** The recursion; the three builders stand at the path of the values. */
    private static final class Walk {
        private final TypedTree types;
        private final FieldSet.Builder added = new FieldSet.Builder();
        private final FieldSet.Builder modified = new FieldSet.Builder();
        private final FieldSet.Builder removed = new FieldSet.Builder();

        Walk(TypedTree types) {
            this.types = types;
        }

        void compare(
                Place place,
                @Nullable JsonNode before,
                @Nullable JsonNode after,
                FieldSet.Builder add,
                FieldSet.Builder modify,
                FieldSet.Builder remove) {
            if (before != null && before.equals(after)) {
                return;
            }
            if (isLeaf(place, before, after)) {
                if (before == null) {
                    add.addSelf();
                } else if (after == null) {
                    remove.addSelf();
                } else {
                    modify.addSelf();
                }
                return;
            }
            if (before instanceof ArrayNode || after instanceof ArrayNode) {
                lists(place, before, after, add, modify, remove);
            }
            if (before instanceof ObjectNode || after instanceof ObjectNode) {
                maps(place, before, after, add, modify, remove);
            }
            if (before == null) {
                add.addSelf();
            } else if (after == null) {
                remove.addSelf();
            }
        }

        /** Empty containers are leaves too, which keeps them apart from absent ones. */
        private static boolean isLeaf(
                Place place, @Nullable JsonNode before, @Nullable JsonNode after) {
            boolean bothEmpty = isEmpty(before) && isEmpty(after);
            return bothEmpty
                    || place.isLeaf(after != null ? after : before)
                    || place.isLeaf(before);
        }

        private static boolean isEmpty(@Nullable JsonNode value) {
            return value == null || value.isNull() || (value.isContainer() && value.isEmpty());
        }

        private void maps(
                Place place,
                @Nullable JsonNode before,
                @Nullable JsonNode after,
                FieldSet.Builder add,
                FieldSet.Builder modify,
                FieldSet.Builder remove) {
            Set<String> names = new LinkedHashSet<>();
            if (before instanceof ObjectNode map) {
                names.addAll(map.propertyNames());
            }
            if (after instanceof ObjectNode map) {
                names.addAll(map.propertyNames());
            }
            for (String name : names) {
                JsonNode left = before == null ? null : before.get(name);
                JsonNode right = after == null ? null : after.get(name);
                if (left == null || !left.equals(right)) {
                    String step = PathStep.field(name);
                    compare(
                            types.field(place, name),
                            left,
                            right,
                            add.child(step),
                            modify.child(step),
                            remove.child(step));
                }
            }
        }

        private void lists(
                Place place,
                @Nullable JsonNode before,
                @Nullable JsonNode after,
                FieldSet.Builder add,
                FieldSet.Builder modify,
                FieldSet.Builder remove) {
            Map<String, List<JsonNode>> left = types.items(place, before);
            Map<String, List<JsonNode>> right = types.items(place, after);
            Set<String> steps = new LinkedHashSet<>(left.keySet());
            steps.addAll(right.keySet());
            Place item = types.item(place);
            for (String step : steps) {
                List<JsonNode> old = left.getOrDefault(step, List.of());
                List<JsonNode> now = right.getOrDefault(step, List.of());
                FieldSet.Builder addHere = add.child(step);
                FieldSet.Builder modifyHere = modify.child(step);
                FieldSet.Builder removeHere = remove.child(step);
                if (old.size() > 1 && now.size() > 1) {
                    if (!old.equals(now)) {
                        modifyHere.addSelf();
                    }
                    continue;
                }
                if (old.size() > 1) {
                    removeHere.addSelf();
                } else if (now.size() > 1) {
                    addHere.addSelf();
                }
                JsonNode one = old.size() == 1 ? old.getFirst() : null;
                JsonNode other = now.size() == 1 ? now.getFirst() : null;
                if (one != null || other != null) {
                    compare(item, one, other, addHere, modifyHere, removeHere);
                }
            }
        }
    }
}
