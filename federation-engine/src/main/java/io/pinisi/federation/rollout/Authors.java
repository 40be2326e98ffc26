package io.pinisi.federation.rollout;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who made an object what it is, since what it was then was last in all its clusters: an annotation
 * that the hub alone writes, in the write that changes the object. It names everybody whose change
 * is on its way, so that none of them opens a gate for it by letting another change it once more.
 */
final class Authors {
    /** Of the hub; members never see it. */
    static final String ANNOTATION = "pinisi.io/changed-by";

    private Authors() {}

    static Set<String> of(ObjectNode object) {
        String text = Metadata.of(object).annotations().getOrDefault(ANNOTATION, "");
        if (text.isEmpty()) {
            return Set.of();
        }
        try {
            return Control.texts(Json.mapper().readTree(text));
        } catch (JacksonException e) {
            return Set.of(text); // written before the hub kept it
        }
    }

    static void write(ObjectNode object, Set<String> names) {
        if (names.isEmpty()) {
            if (object.at("/metadata/annotations") instanceof ObjectNode annotations) {
                annotations.remove(ANNOTATION);
            }
            return;
        }
        ArrayNode list = Json.object().putArray("names");
        new TreeSet<>(names).forEach(list::add);
        object.withObject("/metadata/annotations").put(ANNOTATION, list.toString());
    }

    /** Whether everything that people changed is where it should be. */
    static boolean isComplete(JsonNode rollout, String revision) {
        JsonNode status = rollout.path("status");
        return status.path("phase").asString("").equals(Phase.COMPLETED.text())
                && status.path("revision").asString("").equals(revision);
    }
}
