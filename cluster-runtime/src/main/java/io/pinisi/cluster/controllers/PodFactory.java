package io.pinisi.cluster.controllers;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes pods from templates. */
public final class PodFactory {
    private static final int LONGEST_PREFIX = 63;

    private PodFactory() {}

    /** A pod of the template in {@code owner.spec}, controlled by the reference, not named yet. */
    public static ObjectNode fromTemplate(
            ObjectNode owner, JsonNode template, ObjectNode reference) {
        ObjectNode pod = Json.object();
        pod.put("apiVersion", "v1").put("kind", "Pod");
        ObjectNode metadata = pod.putObject("metadata");
        metadata.put("generateName", prefix(Metadata.of(owner).name()));
        for (String field : List.of("labels", "annotations", "finalizers")) {
            JsonNode value = template.path("metadata").get(field);
            if (value != null) {
                metadata.set(field, value.deepCopy());
            }
        }
        metadata.putArray("ownerReferences").add(reference);
        pod.set("spec", template.path("spec").deepCopy());
        return pod;
    }

    private static String prefix(String owner) {
        String prefix = owner + "-";
        return prefix.length() > LONGEST_PREFIX ? owner : prefix;
    }
}
