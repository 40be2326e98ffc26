package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is applied to an object that is in a member already, where a script says which of its fields
 * stay as the member has them. Karmada's scripts are written for updates of whole objects; we apply
 * fields. So what the script says is held against who owns what: a field that has its value in the
 * member and is not ours is left out, and stays its owner's; one that is ours is applied with the
 * value that the script gives, for a field that its only owner stops to apply would go. Pure.
 */
public final class Retention {
    private static final JsonNode NOTHING = Json.object().path("nothing");
    private static final Set<String> IDENTITY =
            Set.of("f:apiVersion", "f:kind", "f:metadata f:name", "f:metadata f:namespace");

    /** Of the server's making; a script that copies all metadata copies them as well. */
    private static final List<String> SERVERS =
            List.of(
                    "resourceVersion",
                    "uid",
                    "generation",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "selfLink",
                    "managedFields");

    private static final Comparator<JsonNode> BY_VALUE = Retention::compare;

    private final JsonNode live;

    private Retention(JsonNode live) {
        this.live = live;
    }

    /**
     * @param rendered what the member would have without the script
     * @param live what it has
     * @param script from both, what it is to have; not shown who owns what
     * @return {@code rendered} itself where the script keeps nothing
     */
    public static ObjectNode of(
            ObjectNode rendered, ObjectNode live, BinaryOperator<ObjectNode> script) {
        ObjectNode shown = live.deepCopy();
        shown.withObject("/metadata").remove("managedFields");
        ObjectNode said = script.apply(rendered, shown).deepCopy();
        said.remove("status");
        said.withObject("/metadata").remove(SERVERS);
        remark(said, rendered);
        said = (ObjectNode) like(rendered, said);
        ObjectNode kept =
                new Retention(live)
                        .object(said, live, Ownership.entry(live).path("fieldsV1"), List.of());
        remark(kept, rendered);
        if (kept.equals(BY_VALUE, rendered)) {
            return rendered;
        }
        String mark = Renderer.shortHash(like(rendered, kept).toString());
        kept.withObject("/metadata").withObject("/annotations").put(Marks.RETAINED, mark);
        return kept;
    }

    /** Whether something else would be applied now than what was applied last. */
    static boolean isOutdated(ObjectNode retained, JsonNode live) {
        return !Objects.equals(
                Metadata.of(retained).annotation(Marks.RETAINED),
                Metadata.of(live).annotation(Marks.RETAINED));
    }

    /** Our marks are as we rendered them, whatever a script does. */
    private static void remark(ObjectNode object, ObjectNode rendered) {
        ObjectNode metadata = object.withObject("/metadata");
        for (String field : List.of("labels", "annotations")) {
            if (metadata.path(field) instanceof ObjectNode map) {
                map.remove(map.propertyNames().stream().filter(Retention::isMark).toList());
            }
            rendered.path("metadata").path(field).properties().stream()
                    .filter(entry -> isMark(entry.getKey()))
                    .forEach(
                            entry ->
                                    metadata.withObject("/" + field)
                                            .set(entry.getKey(), entry.getValue()));
        }
    }

    private static boolean isMark(String name) {
        return name.startsWith(Marks.PREFIX);
    }

    private ObjectNode object(JsonNode said, JsonNode found, JsonNode fields, List<String> keys) {
        ObjectNode kept = Json.object();
        for (Map.Entry<String, JsonNode> field : said.properties()) {
            String name = field.getKey();
            List<String> there = longer(keys, "f:" + name);
            JsonNode value =
                    IDENTITY.contains(String.join(" ", there))
                            ? field.getValue()
                            : kept(
                                    field.getValue(),
                                    found.path(name),
                                    fields.path("f:" + name),
                                    there);
            if (value != null) {
                kept.set(name, value);
            }
        }
        return kept;
    }

    /** Null where the field is left to whoever has it in the member. */
    private @Nullable JsonNode kept(
            JsonNode said, JsonNode found, JsonNode fields, List<String> keys) {
        if (fields.isMissingNode()) {
            return foreign(said, found, keys);
        }
        if (fields.isEmpty() || !said.isContainer()) {
            return said;
        }
        return said.isObject()
                ? object(said, found, fields, keys)
                : items((ArrayNode) said, found, fields, keys);
    }

    private @Nullable JsonNode foreign(JsonNode said, JsonNode found, List<String> keys) {
        if (isSame(said, found)) {
            return null;
        }
        if (!said.isObject() || said.isEmpty() || isOneValue(keys)) {
            return said;
        }
        ObjectNode kept = object(said, found, NOTHING, keys);
        return kept.isEmpty() ? null : kept;
    }

    /** Whether somebody owns the map as a whole: applying a part of it would cut it down. */
    private boolean isOneValue(List<String> keys) {
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            JsonNode at = entry.path("fieldsV1");
            for (String key : keys) {
                at = at.path(key);
            }
            if (at.isObject() && at.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private ArrayNode items(ArrayNode said, JsonNode found, JsonNode fields, List<String> keys) {
        ArrayNode kept = Json.mapper().createArrayNode();
        for (JsonNode item : said) {
            String key = Ownership.keyOfItem(item, fields);
            if (key == null) {
                if (found.valueStream().noneMatch(one -> isSame(one, item))) {
                    kept.add(item);
                }
            } else if (item.isObject()) {
                JsonNode identity = Ownership.identity(key);
                ObjectNode part =
                        object(
                                item,
                                Ownership.itemOf(found, identity, item),
                                fields.path(key),
                                longer(keys, key));
                identity.propertyNames().stream()
                        .filter(item::has)
                        .forEach(name -> part.set(name, item.path(name)));
                kept.add(part);
            } else {
                kept.add(item);
            }
        }
        return kept;
    }

    private static List<String> longer(List<String> keys, String key) {
        List<String> longer = new ArrayList<>(keys);
        longer.add(key);
        return longer;
    }

    private static boolean isSame(JsonNode one, JsonNode other) {
        return one.equals(BY_VALUE, other);
    }

    /** Lua has one kind of number. */
    private static int compare(JsonNode one, JsonNode other) {
        boolean same =
                (one.isNumber() && other.isNumber())
                        ? one.doubleValue() == other.doubleValue()
                        : one.equals(other);
        return same ? 0 : 1;
    }

    /** The same tree in the order, and with the numbers, of another; Lua keeps neither. */
    private static JsonNode like(JsonNode model, JsonNode tree) {
        if (isSame(model, tree)) {
            return model;
        }
        if (tree instanceof ObjectNode object) {
            ObjectNode ordered = Json.object();
            for (String name : model.propertyNames()) {
                if (object.has(name)) {
                    ordered.set(name, like(model.path(name), object.path(name)));
                }
            }
            for (String name : new TreeSet<>(object.propertyNames())) {
                if (!ordered.has(name)) {
                    ordered.set(name, like(NOTHING, object.path(name)));
                }
            }
            return ordered;
        }
        if (tree instanceof ArrayNode array) {
            ArrayNode ordered = Json.mapper().createArrayNode();
            for (int i = 0; i < array.size(); i++) {
                ordered.add(like(model.path(i), array.path(i)));
            }
            return ordered;
        }
        return tree;
    }
}
