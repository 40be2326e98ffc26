package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.db.revision.Revision;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns trees into stored values and stored values into cached objects. */
final class ObjectCodec {
    private final StoredResource resource;

    ObjectCodec(StoredResource resource) {
        this.resource = resource;
    }

    byte[] encode(String storageKey, byte[] value) {
        return resource.codec().encode(storageKey, value);
    }

    ApiObject decode(Revision revision) {
        byte[] value = resource.codec().decode(revision.key(), revision.value());
        return object(Json.parse(value), value, revision.number());
    }

    ApiObject object(ObjectNode tree, byte[] value, long revision) {
        return draft(tree, value).at(revision);
    }

    /** What will be the object once its revision is known. */
    Draft draft(ObjectNode tree, byte[] value) {
        JsonNode metadata = tree.path("metadata");
        ObjectKey key =
                new ObjectKey(
                        resource.namespaced() ? metadata.path("namespace").asString("") : null,
                        metadata.path("name").asString(""));
        return new Draft(
                key,
                metadata.path("uid").asString(""),
                metadata.hasNonNull("deletionTimestamp"),
                labels(metadata.get("labels")),
                fields(tree, key),
                value);
    }

    Map<String, String> fields(ObjectNode tree, ObjectKey key) {
        Map<String, String> fields = new HashMap<>(resource.fields().apply(tree));
        fields.put("metadata.name", key.name());
        String namespace = key.namespace();
        if (namespace != null) {
            fields.put("metadata.namespace", namespace);
        }
        return fields;
    }

    /** The last state of an object, as watchers are told that it left. */
    static ApiObject departed(ApiObject last, long revision) {
        return new ApiObject(
                last.key(),
                last.uid(),
                revision,
                last.ending(),
                last.labels(),
                last.fields(),
                WireBytes.restamped(last.json(), revision));
    }

    private static Map<String, String> labels(@Nullable JsonNode labels) {
        if (labels == null || labels.isEmpty()) {
            return Map.of();
        }
        Map<String, String> result = new HashMap<>();
        for (Map.Entry<String, JsonNode> label : labels.properties()) {
            result.put(label.getKey(), label.getValue().asString(""));
        }
        return result;
    }
}
