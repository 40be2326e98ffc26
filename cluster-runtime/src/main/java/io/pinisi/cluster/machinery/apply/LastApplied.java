package io.pinisi.cluster.machinery.apply;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The annotation in which {@code kubectl apply} keeps what it applied last on the client's side.
 */
final class LastApplied {
    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    /** The most that all annotations of an object may hold. */
    private static final int SIZE_MAX = 256 * 1024;

    private LastApplied() {}

    static Optional<ObjectNode> read(ObjectNode object) {
        String text = Json.text(object, "metadata", "annotations", ANNOTATION);
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    /** Keeps an annotation that is there in step with a server-side apply. */
    static void refresh(ObjectNode object, ObjectNode applied) {
        if (!(Json.at(object, "metadata", "annotations") instanceof ObjectNode annotations)
                || !annotations.has(ANNOTATION)) {
            return;
        }
        ObjectNode copy = applied.deepCopy();
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            if (metadata.get("annotations") instanceof ObjectNode own) {
                own.remove(ANNOTATION);
            }
        }
        String text = copy + "\n";
        if (text.length() <= SIZE_MAX) {
            annotations.put(ANNOTATION, text);
        } else {
            annotations.remove(ANNOTATION);
        }
    }
}
