package io.pinisi.cluster.controller.event;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** One thing told, before it is known whether it was told before. */
record Told(About about, EventRecorder.Type type, String reason, String message, Instant moment) {

    /** The object an event is about. */
    record About(
            String apiVersion,
            String kind,
            String namespace,
            String name,
            String uid,
            String resourceVersion,
            String fieldPath) {

        static About of(ObjectNode object, String fieldPath) {
            Metadata metadata = Metadata.of(object);
            return new About(
                    object.path("apiVersion").asString(""),
                    object.path("kind").asString(""),
                    Objects.requireNonNullElse(metadata.namespace(), ""),
                    metadata.name(),
                    metadata.uid(),
                    metadata.resourceVersion(),
                    fieldPath);
        }

        /** Events about cluster-scoped objects live in the default namespace. */
        String eventNamespace() {
            return namespace.isEmpty() ? "default" : namespace;
        }

        /** The same object at whatever revision. */
        About anyRevision() {
            return new About(apiVersion, kind, namespace, name, uid, "", fieldPath);
        }

        ObjectNode tree() {
            ObjectNode tree = Json.object();
            put(tree, "kind", kind);
            put(tree, "namespace", namespace);
            put(tree, "name", name);
            put(tree, "uid", uid);
            put(tree, "apiVersion", apiVersion);
            put(tree, "resourceVersion", resourceVersion);
            put(tree, "fieldPath", fieldPath);
            return tree;
        }

        private static void put(ObjectNode tree, String field, String value) {
            if (!value.isEmpty()) {
                tree.put(field, value);
            }
        }
    }

    Told saying(String otherMessage) {
        return new Told(about, type, reason, otherMessage, moment);
    }
}
