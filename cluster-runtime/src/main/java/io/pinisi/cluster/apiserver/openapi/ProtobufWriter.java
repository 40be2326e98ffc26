package io.pinisi.cluster.apiserver.openapi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The protobuf form of the version 2 document, which kubectl reads where version 3 does not know a
 * kind: the definitions with their extensions. Clients that want paths read JSON.
 *
 * <p>The numbers are those of the messages Document, Info, Definitions and Schema that OpenAPI
 * tools agree on.
 */
final class ProtobufWriter {
    private static final int TEXT = 2;
    private static final Map<String, Integer> TEXT_FIELDS =
            Map.of("$ref", 1, "format", 2, "description", 4, "pattern", 13);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    private ProtobufWriter() {}

    static byte[] document(JsonNode document) {
        ProtobufWriter writer = new ProtobufWriter();
        writer.text(1, document.path("swagger").asString());
        ProtobufWriter info = new ProtobufWriter();
        info.text(1, document.path("info").path("title").asString());
        info.text(2, document.path("info").path("version").asString());
        writer.message(2, info);
        writer.message(8, new ProtobufWriter());
        writer.message(9, named(document.path("definitions")));
        return writer.out.toByteArray();
    }

    /** Definitions and Properties have one shape: a list of named schemas. */
    private static ProtobufWriter named(JsonNode schemas) {
        ProtobufWriter list = new ProtobufWriter();
        for (Map.Entry<String, JsonNode> entry : schemas.properties()) {
            ProtobufWriter named = new ProtobufWriter();
            named.text(1, entry.getKey());
            named.message(2, schema(entry.getValue()));
            list.message(1, named);
        }
        return list;
    }

    private static ProtobufWriter schema(JsonNode schema) {
        ProtobufWriter writer = new ProtobufWriter();
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            writer.schemaField(entry.getKey(), entry.getValue());
        }
        return writer;
    }

    private void schemaField(String name, JsonNode value) {
        Integer textNumber = TEXT_FIELDS.get(name);
        if (textNumber != null) {
            text(textNumber, value.asString(""));
            return;
        }
        switch (name) {
            case "default" -> message(5, any(value));
            case "required" -> value.forEach(item -> text(19, item.asString("")));
            case "enum" -> value.forEach(item -> message(20, any(item)));
            case "additionalProperties" -> message(21, wrapped(schema(value)));
            case "type" -> {
                ProtobufWriter type = new ProtobufWriter();
                type.text(1, value.asString(""));
                message(22, type);
            }
            case "items" -> message(23, wrapped(schema(value)));
            case "properties" -> message(25, named(value));
            default -> {
                if (name.startsWith("x-")) {
                    ProtobufWriter extension = new ProtobufWriter();
                    extension.text(1, name);
                    extension.message(2, any(value));
                    message(31, extension);
                }
            }
        }
    }

    private static ProtobufWriter wrapped(ProtobufWriter schema) {
        ProtobufWriter wrapper = new ProtobufWriter();
        wrapper.message(1, schema);
        return wrapper;
    }

    /** A value of any shape travels as YAML text, which JSON is. */
    private static ProtobufWriter any(JsonNode value) {
        ProtobufWriter any = new ProtobufWriter();
        any.text(2, value.toString());
        return any;
    }

    private void text(int number, String text) {
        bytes(number, text.getBytes(StandardCharsets.UTF_8));
    }

    private void message(int number, ProtobufWriter message) {
        bytes(number, message.out.toByteArray());
    }

    private void bytes(int number, byte[] bytes) {
        varint((number << 3) | TEXT);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void varint(int value) {
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
