package io.pinisi.cluster.storage;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * An object as it is cached: the wire bytes of the storage version, resourceVersion included, and
 * the small index that lists and watches are filtered by. The bytes are shared by every reader and
 * are never changed.
 *
 * @param revision the revision that wrote it, which is its {@code metadata.resourceVersion}
 * @param ending whether its deletion has begun
 * @param fields selectable fields by path, {@code metadata.name} and {@code metadata.namespace}
 *     included
 */
public record ApiObject(
        ObjectKey key,
        String uid,
        long revision,
        boolean ending,
        Map<String, String> labels,
        Map<String, String> fields,
        byte[] json) {

    public ApiObject {
        labels = Map.copyOf(labels);
        fields = Map.copyOf(fields);
    }

    /** An object that is only shown, so that nobody deletes it. */
    public ApiObject(
            ObjectKey key,
            String uid,
            long revision,
            Map<String, String> labels,
            Map<String, String> fields,
            byte[] json) {
        this(key, uid, revision, false, labels, fields, json);
    }

    /** The same object with other fields that can be selected. */
    ApiObject with(Map<String, String> selectable) {
        return new ApiObject(key, uid, revision, ending, labels, selectable, json);
    }

    /** A fresh tree; the caller may change it. */
    public ObjectNode tree() {
        return Json.parse(json);
    }
}
