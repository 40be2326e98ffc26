package io.pinisi.federation.approval;

import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody is about to do, exactly.
 *
 * @param digest two deeds with the same are the same deed
 * @param objects of a collection, else empty
 */
record Deed(
        String verb,
        String group,
        String resource,
        String subresource,
        String namespace,
        String name,
        String digest,
        List<String> objects,
        List<FieldChange> changes) {

    /** Objects and fields that are listed; the digest is of all. */
    static final int LISTED_MAX = 100;

    Deed {
        objects = List.copyOf(objects);
        changes = List.copyOf(changes);
    }

    /** One field, before and after; empty where it is not there or not to be shown. */
    record FieldChange(String path, String before, String after) {}

    String summary() {
        String type = group.isEmpty() ? resource : resource + "." + group;
        String path = subresource.isEmpty() ? type : type + "/" + subresource;
        String where = namespace.isEmpty() ? name : namespace + "/" + name;
        return objects.isEmpty()
                ? verb + " " + path + " " + where
                : verb + " " + objects.size() + " " + path + (where.isEmpty() ? "" : " " + where);
    }

    int count() {
        return Math.max(1, objects.size());
    }

    ObjectNode tree() {
        ObjectNode action = Json.object().put("verb", verb).put("apiGroup", group);
        action.put("resource", resource);
        put(action, "subresource", subresource);
        put(action, "namespace", namespace);
        put(action, "name", name);
        action.put("digest", digest).put("summary", summary()).put("count", count());
        if (!objects.isEmpty()) {
            ArrayNode list = action.putArray("objects");
            objects.stream().limit(LISTED_MAX).forEach(list::add);
        }
        if (!changes.isEmpty()) {
            ArrayNode list = action.putArray("changes");
            for (FieldChange change : changes) {
                ObjectNode node = list.addObject().put("path", change.path());
                put(node, "before", change.before());
                put(node, "after", change.after());
            }
        }
        return action;
    }

    private static void put(ObjectNode node, String field, String value) {
        if (!value.isEmpty()) {
            node.put(field, value);
        }
    }
}
