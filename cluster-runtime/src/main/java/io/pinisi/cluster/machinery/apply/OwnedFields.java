package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.apply.TypedTree.Place;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every field that a tree sets: its leaves, its list items, its map entries. */
final class OwnedFields {
    private final TypedTree types;

    private OwnedFields(TypedTree types) {
        this.types = types;
    }

    static FieldSet of(TypedTree types, Place place, JsonNode tree) {
        FieldSet.Builder root = new FieldSet.Builder();
        new OwnedFields(types).collect(place, tree, root);
        return root.build();
    }

    private void collect(Place place, JsonNode value, FieldSet.Builder here) {
        if (place.isLeaf(value)) {
            here.addSelf();
            return;
        }
        switch (value) {
            case ObjectNode map -> {
                for (Map.Entry<String, JsonNode> field : map.properties()) {
                    field(place, field.getKey(), field.getValue(), here);
                }
            }
            case ArrayNode list -> {
                Place item = types.item(place);
                for (Map.Entry<String, List<JsonNode>> entry :
                        types.items(place, list).entrySet()) {
                    FieldSet.Builder below = here.child(entry.getKey());
                    below.addSelf();
                    if (entry.getValue().size() == 1) {
                        collect(item, entry.getValue().getFirst(), below);
                    }
                }
            }
            default -> {}
        }
    }

    /** Entries of a map, nulls and empty objects are there for their own sake. */
    private void field(Place place, String name, JsonNode value, FieldSet.Builder here) {
        FieldSet.Builder below = here.child(PathStep.field(name));
        collect(types.field(place, name), value, below);
        boolean emptyMap = value.isObject() && value.isEmpty();
        if (value.isNull() || emptyMap || !place.declares(name)) {
            below.addSelf();
        }
    }
}
