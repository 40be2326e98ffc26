package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds kinds in the OpenAPI v3 documents that servers publish. */
public final class PublishedSchemas {
    private static final String COMPONENTS = "#/components/schemas/";

    private PublishedSchemas() {}

    /** The whole schema of a kind, with what it refers to written out. */
    public static Optional<JsonNode> of(JsonNode document, GroupVersionKind kind) {
        JsonNode schemas = document.path("components").path("schemas");
        for (JsonNode schema : schemas) {
            for (JsonNode mark : schema.path("x-kubernetes-group-version-kind")) {
                if (mark.path("kind").asString("").equals(kind.kind())
                        && mark.path("version").asString("").equals(kind.version())
                        && mark.path("group").asString("").equals(kind.group())) {
                    return Optional.of(written(schema, schemas, new HashSet<>()));
                }
            }
        }
        return Optional.empty();
    }

    /** A type inside of itself could be anything. */
    private static JsonNode written(JsonNode schema, JsonNode schemas, Set<String> around) {
        String reference = reference(schema);
        if (!reference.isEmpty()) {
            if (!around.add(reference)) {
                return Json.object().put("x-kubernetes-preserve-unknown-fields", true);
            }
            JsonNode known = schemas.path(reference.substring(COMPONENTS.length()));
            JsonNode written = written(known, schemas, around);
            around.remove(reference);
            return written;
        }
        ObjectNode whole = Json.object();
        for (Map.Entry<String, JsonNode> field : schema.properties()) {
            switch (field.getKey()) {
                case "properties" -> {
                    ObjectNode properties = whole.putObject("properties");
                    for (Map.Entry<String, JsonNode> property : field.getValue().properties()) {
                        properties.set(
                                property.getKey(), written(property.getValue(), schemas, around));
                    }
                }
                case "items", "additionalProperties" ->
                        whole.set(field.getKey(), inside(field.getValue(), schemas, around));
                default -> whole.set(field.getKey(), field.getValue());
            }
        }
        return whole;
    }

    private static JsonNode inside(JsonNode value, JsonNode schemas, Set<String> around) {
        return value.isObject() ? written(value, schemas, around) : value;
    }

    private static String reference(JsonNode schema) {
        String own = schema.path("$ref").asString("");
        return own.isEmpty() && schema.path("allOf") instanceof ArrayNode all && all.size() == 1
                ? all.get(0).path("$ref").asString("")
                : own;
    }
}
