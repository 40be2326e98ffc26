package io.pinisi.cluster.controllers.garbage;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import tools.jackson.databind.JsonNode;

/** One object of the graph. */
record Item(GroupVersionResource resource, ObjectKey key, String uid) {
    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    static Item of(GroupVersionResource resource, JsonNode object) {
        return new Item(resource, Metadata.key(object), Metadata.uid(object));
    }

    ResourcePath path() {
        return ResourcePath.of(resource, key);
    }

    /** Whether the object is being deleted and waits for its dependents. */
    static boolean waitsForDependents(JsonNode object) {
        Metadata metadata = Metadata.of(object);
        return metadata.isDeleting() && metadata.finalizers().contains(FOREGROUND);
    }

    /** Whether the object is being deleted and its dependents must be freed first. */
    static boolean orphansDependents(JsonNode object) {
        Metadata metadata = Metadata.of(object);
        return metadata.isDeleting() && metadata.finalizers().contains(ORPHAN);
    }
}
