package io.pinisi.cluster.machinery.json;

import io.pinisi.cluster.machinery.error.ApiException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one way to read and write JSON trees; duplicate keys are an error, order is kept. */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .build();

    private Json() {}

    /** The mapper itself, for conversion between trees and typed models. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * Reads one JSON object.
     *
     * @throws ApiException BadRequest where the bytes are no JSON object
     */
    public static ObjectNode parse(byte[] utf8) {
        try {
            if (MAPPER.readTree(utf8) instanceof ObjectNode object) {
                return object;
            }
            throw ApiException.badRequest("the body must be a JSON object");
        } catch (JacksonException e) {
            throw ApiException.badRequest("the body is no JSON: " + e.getOriginalMessage());
        }
    }

    public static byte[] bytes(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    /** The text at a path of field names, or null where it is absent or no text. */
    public static @Nullable String text(JsonNode tree, String... path) {
        JsonNode node = at(tree, path);
        return node != null && node.isString() ? node.stringValue() : null;
    }

    /** The node at a path of field names, or null where it is absent or JSON null. */
    public static @Nullable JsonNode at(JsonNode tree, String... path) {
        JsonNode node = tree;
        for (String field : path) {
            node = node.get(field);
            if (node == null || node.isNull()) {
                return null;
            }
        }
        return node;
    }
}
