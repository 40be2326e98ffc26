package io.pinisi.cluster.controller;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a status that was computed from a copy: only when it differs, only what differs, and only
 * if the object is still the one it was computed from (else Conflict).
 */
public record StatusWriter(ApiClient client, GroupVersionResource resource) {

    /** Returns whether there was anything to write. */
    public boolean write(ObjectNode object, ObjectNode status) {
        ObjectNode patch = MergePatch.between(object.path("status"), status);
        if (patch.isEmpty()) {
            return false;
        }
        Metadata metadata = Metadata.of(object);
        ObjectNode body = Json.object();
        body.putObject("metadata").put("resourceVersion", metadata.resourceVersion());
        body.set("status", patch);
        ResourcePath path = ResourcePath.of(resource, metadata.key()).sub("status");
        client.patch(path, PatchType.MERGE, body, WriteOptions.PLAIN);
        return true;
    }
}
