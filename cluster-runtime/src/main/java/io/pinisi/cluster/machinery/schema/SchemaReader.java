package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.schema.Schema.ListType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/** Reads a schema from OpenAPI v3's words and the {@code x-kubernetes-*} extensions. */
final class SchemaReader {
    private static final String COMPONENTS = "#/components/schemas/";

    /** What {@link Schema} has a component for; every other keyword is kept as a constraint. */
    private static final Set<String> COMPONENT_KEYWORDS =
            Set.of(
                    "$ref",
                    "type",
                    "format",
                    "description",
                    "properties",
                    "items",
                    "additionalProperties",
                    "required",
                    "default",
                    "nullable",
                    "x-kubernetes-int-or-string",
                    "x-kubernetes-preserve-unknown-fields",
                    "x-kubernetes-embedded-resource",
                    "x-kubernetes-list-type",
                    "x-kubernetes-list-map-keys",
                    "x-kubernetes-map-type",
                    "x-kubernetes-patch-merge-key",
                    "x-kubernetes-patch-strategy");

    private SchemaReader() {}

    static Schema read(JsonNode node) {
        String ref = text(node, "$ref");
        return new Schema(
                ref == null || !ref.startsWith(COMPONENTS)
                        ? ref
                        : ref.substring(COMPONENTS.length()),
                type(node),
                orEmpty(text(node, "format")),
                orEmpty(text(node, "description")),
                properties(node.path("properties")),
                node.path("items").isObject() ? read(node.path("items")) : null,
                additional(node.path("additionalProperties")),
                Set.copyOf(texts(node.path("required"))),
                node.has("default") ? node.get("default") : null,
                flag(node, "nullable"),
                flag(node, "x-kubernetes-int-or-string"),
                flag(node, "x-kubernetes-preserve-unknown-fields"),
                flag(node, "x-kubernetes-embedded-resource"),
                listType(node),
                texts(node.path("x-kubernetes-list-map-keys")),
                "atomic".equals(text(node, "x-kubernetes-map-type")),
                text(node, "x-kubernetes-patch-merge-key"),
                patchStrategies(node),
                constraints(node));
    }

    private static Schema.Type type(JsonNode node) {
        String type = text(node, "type");
        if (type == null) {
            boolean object = node.has("properties") || node.has("additionalProperties");
            return object
                    ? Schema.Type.OBJECT
                    : node.has("items") ? Schema.Type.ARRAY : Schema.Type.ANY;
        }
        return switch (type) {
            case "object" -> Schema.Type.OBJECT;
            case "array" -> Schema.Type.ARRAY;
            case "string" -> Schema.Type.STRING;
            case "integer" -> Schema.Type.INTEGER;
            case "number" -> Schema.Type.NUMBER;
            case "boolean" -> Schema.Type.BOOLEAN;
            default -> Schema.Type.ANY;
        };
    }

    private static Map<String, Schema> properties(JsonNode node) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            properties.put(property.getKey(), read(property.getValue()));
        }
        return properties;
    }

    /** {@code true} allows any value, which is an empty schema. */
    private static @Nullable Schema additional(JsonNode node) {
        if (node.isObject() || (node instanceof BooleanNode allowed && allowed.booleanValue())) {
            return read(node);
        }
        return null;
    }

    private static ListType listType(JsonNode node) {
        String type = orEmpty(text(node, "x-kubernetes-list-type"));
        return switch (type) {
            case "map" -> ListType.MAP;
            case "set" -> ListType.SET;
            default -> ListType.ATOMIC;
        };
    }

    private static Set<String> patchStrategies(JsonNode node) {
        String strategies = text(node, "x-kubernetes-patch-strategy");
        return strategies == null ? Set.of() : Set.of(strategies.split(","));
    }

    private static Map<String, JsonNode> constraints(JsonNode node) {
        Map<String, JsonNode> constraints = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> keyword : node.properties()) {
            if (!COMPONENT_KEYWORDS.contains(keyword.getKey())) {
                constraints.put(keyword.getKey(), keyword.getValue());
            }
        }
        return constraints;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> texts.add(item.asString()));
        return texts;
    }

    private static boolean flag(JsonNode node, String keyword) {
        return node.path(keyword).asBoolean(false);
    }

    private static @Nullable String text(JsonNode node, String keyword) {
        JsonNode value = node.get(keyword);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
