package io.pinisi.federation.propagation;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares what we rendered with what the member's {@code managedFields} say: a field that we
 * applied and do not own any more was changed by someone else. Values need no comparing, so a
 * member's defaulting and normal forms are no drift. Pure.
 */
public final class Ownership {
    private static final JsonNode NOTHING = Json.object().path("nothing");
    private static final Set<String> IDENTITY =
            Set.of("apiVersion", "kind", "metadata.name", "metadata.namespace");

    private final JsonNode live;
    private final List<Drift> lost = new ArrayList<>();

    private Ownership(JsonNode live) {
        this.live = live;
    }

    /**
     * The fields of {@code rendered} that are not ours any more. Where the server kept no managed
     * fields of ours at all nothing can be said.
     */
    public static List<Drift> lost(ObjectNode rendered, JsonNode live) {
        JsonNode ours = entry(live);
        if (ours.isMissingNode()) {
            return List.of();
        }
        Ownership ownership = new Ownership(live);
        ownership.object(rendered, live, ours.path("fieldsV1"), new Place("", List.of()));
        return ownership.lost;
    }

    /** What the server notes of what we applied; missing where it notes nothing. */
    static JsonNode entry(JsonNode live) {
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            if (entry.path("manager").asString("").equals(Marks.MANAGER)
                    && entry.path("operation").asString("").equals("Apply")
                    && entry.path("subresource").asString("").isEmpty()) {
                return entry;
            }
        }
        return NOTHING;
    }

    /** Where we are, for people and as the keys of a field set. */
    private record Place(String path, List<String> keys) {
        Place field(String name) {
            return add(path.isEmpty() ? name : path + "." + name, "f:" + name);
        }

        Place item(String shown, String key) {
            return add(path + "[" + shown + "]", key);
        }

        private Place add(String shown, String key) {
            List<String> longer = new ArrayList<>(keys);
            longer.add(key);
            return new Place(shown, longer);
        }
    }

    private void object(JsonNode wanted, JsonNode found, JsonNode fields, Place place) {
        for (Map.Entry<String, JsonNode> field : wanted.properties()) {
            Place there = place.field(field.getKey());
            if (!IDENTITY.contains(there.path())) {
                value(
                        field.getValue(),
                        found.path(field.getKey()),
                        fields.path("f:" + field.getKey()),
                        there);
            }
        }
    }

    private void value(JsonNode wanted, JsonNode found, JsonNode fields, Place place) {
        if (wanted.isNull() || (wanted.isContainer() && wanted.isEmpty())) {
            return; // applying these owns nothing
        }
        if (fields.isMissingNode()) {
            if (wanted.isObject()) {
                object(wanted, found, NOTHING, place); // named leaf by leaf
            } else {
                report(wanted, found, place);
            }
            return;
        }
        boolean whole = fields.isEmpty();
        if (whole || !wanted.isContainer()) {
            return; // owned, as a leaf or atomically
        }
        if (wanted.isObject()) {
            object(wanted, found, fields, place);
        } else {
            items(wanted, found, fields, place);
        }
    }

    private void items(JsonNode wanted, JsonNode found, JsonNode fields, Place place) {
        for (JsonNode item : wanted) {
            String key = keyOfItem(item, fields);
            if (key == null) {
                report(item, NOTHING, place.item(shown(item), ""));
            } else if (item.isObject()) {
                ObjectNode identity = identity(key);
                Place there = place.item(shown(identity, item), key);
                object(item, itemOf(found, identity, item), fields.path(key), there);
            }
        }
    }

    /** The entry that stands for an item of a list; null where we do not own it. */
    static @Nullable String keyOfItem(JsonNode item, JsonNode fields) {
        return item.isObject() ? keyOf(item, fields) : setKeyOf(item, fields);
    }

    /** The key fields that a {@code k:} entry names. */
    static ObjectNode identity(String key) {
        return Json.parse(bytes(key.substring(2)));
    }

    /** The {@code k:} entry whose key fields the item has; defaulted ones may be absent in it. */
    private static @Nullable String keyOf(JsonNode item, JsonNode fields) {
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getKey().startsWith("k:") && matches(item, field.getKey())) {
                return field.getKey();
            }
        }
        return null;
    }

    private static boolean matches(JsonNode item, String key) {
        try {
            return agrees(item, identity(key));
        } catch (ApiException e) {
            return false;
        }
    }

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

    private static @Nullable String setKeyOf(JsonNode item, JsonNode fields) {
        String key = "v:" + item;
        return fields.has(key) ? key : null;
    }

    static JsonNode itemOf(JsonNode list, JsonNode identity, JsonNode item) {
        for (JsonNode candidate : list) {
            if (agrees(candidate, identity)) {
                return candidate;
            }
        }
        return NOTHING;
    }

    private static String shown(JsonNode identity, JsonNode item) {
        List<String> parts = new ArrayList<>();
        identity.properties().stream()
                .filter(field -> item.has(field.getKey()))
                .forEach(field -> parts.add(field.getKey() + "=" + field.getValue().asString("")));
        return String.join(",", parts);
    }

    private static String shown(JsonNode item) {
        return item.isObject() && item.has("name")
                ? "name=" + item.path("name").asString("")
                : item.isContainer() ? "?" : item.asString("");
    }

    private void report(JsonNode wanted, JsonNode found, Place place) {
        JsonNode taker = taker(place.keys());
        lost.add(
                new Drift(
                        place.path(),
                        place.keys(),
                        wanted.toString(),
                        found.isMissingNode() ? "" : found.toString(),
                        taker.path("manager").asString(""),
                        taker.path("time").asString("")));
    }

    /** Who owns the field now; where nobody does, it is gone and nobody says who removed it. */
    private JsonNode taker(List<String> keys) {
        JsonNode newest = NOTHING;
        for (JsonNode entry : live.path("metadata").path("managedFields")) {
            if (owns(entry.path("fieldsV1"), keys)
                    && entry.path("time").asString("").compareTo(newest.path("time").asString(""))
                            >= 0) {
                newest = entry;
            }
        }
        return newest;
    }

    private static boolean owns(JsonNode fields, List<String> keys) {
        JsonNode at = fields;
        boolean some = false;
        for (String key : keys) {
            if (some && at.isEmpty()) {
                return true; // owned as a whole from here on
            }
            if (!at.has(key)) {
                return false;
            }
            at = at.path(key);
            some = true;
        }
        return some;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
