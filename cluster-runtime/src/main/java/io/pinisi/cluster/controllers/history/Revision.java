package io.pinisi.cluster.controllers.history;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One template as it was, under a number. */
public record Revision(ObjectNode tree) {
    private static final String WHOLE = "$patch";

    public String name() {
        return Metadata.of(tree).name();
    }

    long number() {
        return tree.path("revision").asLong(0);
    }

    /** The template, ready to make pods from. */
    public JsonNode template() {
        JsonNode template = tree.path("data").path("spec").path("template");
        return template.deepCopy() instanceof ObjectNode copy ? copy.without(WHOLE) : template;
    }

    /** What a revision holds: a strategic merge patch that brings its template back. */
    static ObjectNode data(JsonNode template) {
        ObjectNode data = Json.object();
        ObjectNode copy = (ObjectNode) template.deepCopy();
        copy.put(WHOLE, "replace");
        data.putObject("spec").set("template", copy);
        return data;
    }
}
