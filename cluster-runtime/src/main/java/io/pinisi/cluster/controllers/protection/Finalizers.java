package io.pinisi.cluster.controllers.protection;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes one finalizer off objects, on condition that they are as they were read. */
record Finalizers(ApiClient client, String finalizer) {

    void remove(GroupVersionResource resource, ObjectKey key) {
        ResourcePath path = ResourcePath.of(resource, key);
        ObjectNode object = client.find(path).orElse(null);
        if (object == null
                || !(object.path("metadata") instanceof ObjectNode metadata)
                || !metadata.has("deletionTimestamp")) {
            return;
        }
        ArrayNode kept = metadata.arrayNode();
        for (JsonNode one : metadata.path("finalizers")) {
            if (!one.asString("").equals(finalizer)) {
                kept.add(one);
            }
        }
        if (kept.size() == metadata.path("finalizers").size()) {
            return;
        }
        metadata.set("finalizers", kept);
        try {
            client.update(path, object, WriteOptions.PLAIN);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
    }
}
