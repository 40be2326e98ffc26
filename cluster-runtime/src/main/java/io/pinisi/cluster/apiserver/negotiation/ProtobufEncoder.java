package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Field;
import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Message;
import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Shape;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes objects in their protobuf form. A field is written where the tree has it: what Go would
 * write beyond that are zeros, which read like absence.
 */
final class ProtobufEncoder {
    private static final int TYPE_META = 1;
    private static final int RAW = 2;

    private final ProtobufSchema schema;

    ProtobufEncoder(ProtobufSchema schema) {
        this.schema = schema;
    }

    /** Whether the kind has this form; custom resources have none. */
    boolean knows(GroupVersionKind kind) {
        return schema.find(kind).isPresent();
    }

    boolean knows(JsonNode object) {
        return knows(
                GroupVersionKind.of(
                        object.path("apiVersion").asString(""), object.path("kind").asString("")));
    }

    /** One object with the envelope that names its kind. */
    byte[] object(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asString();
        String kind = object.path("kind").asString();
        WireWriter out = new WireWriter();
        fields(out, schema.kind(apiVersion, kind), object);
        out.message(RAW, 0);
        head(out, apiVersion, kind);
        return out.toBytes();
    }

    /** A list in pieces, so that its items need not be in memory as one more copy. */
    List<byte[]> list(
            String apiVersion, String kind, ObjectNode metadata, Iterable<ObjectNode> items) {
        Message list = schema.kind(apiVersion, kind);
        Field metadataField = named(list, "metadata");
        Field itemsField = named(list, "items");
        WireWriter meta = new WireWriter();
        value(meta, metadataField, metadata);
        List<byte[]> parts = new ArrayList<>();
        parts.add(meta.toBytes());
        long length = meta.written();
        for (ObjectNode item : items) {
            WireWriter out = new WireWriter();
            value(out, itemsField, item);
            byte[] part = out.toBytes();
            parts.add(part);
            length += part.length;
        }
        WireWriter head = new WireWriter();
        head.head(RAW, length);
        head(head, apiVersion, kind);
        parts.addFirst(head.toBytes());
        return parts;
    }

    /** One event of a watch: its length in four bytes, then the event, in it the object. */
    byte[] frame(String type, ObjectNode object) {
        WireWriter out = new WireWriter();
        out.bytes(1, object(object));
        out.message(2, 0);
        out.text(1, type);
        byte[] event = out.toBytes();
        return ByteBuffer.allocate(Integer.BYTES + event.length)
                .putInt(event.length)
                .put(event)
                .array();
    }

    private static void head(WireWriter out, String apiVersion, String kind) {
        int end = out.written();
        out.text(2, kind);
        out.text(1, apiVersion);
        out.message(TYPE_META, end);
        out.raw(ProtobufSchema.MAGIC);
    }

    private static Field named(Message message, String name) {
        return message.descending().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void fields(WireWriter out, Message message, JsonNode object) {
        for (Field field : message.descending()) {
            if (field.isEmbedded()) {
                int end = out.written();
                fields(out, schema.message(field.message()), object);
                if (out.written() > end) {
                    out.message(field.number(), end);
                }
                continue;
            }
            JsonNode value = object.get(field.name());
            if (value != null && !value.isNull()) {
                field(out, field, value);
            }
        }
    }

    private void field(WireWriter out, Field field, JsonNode value) {
        switch (field.shape()) {
            case ONE -> value(out, field, value);
            case LIST -> {
                for (int i = value.size() - 1; i >= 0; i--) {
                    value(out, field, value.get(i));
                }
            }
            case MAP -> {
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    int end = out.written();
                    value(out, entryValue(field), entry.getValue());
                    out.text(1, entry.getKey());
                    out.message(field.number(), end);
                }
            }
        }
    }

    private static Field entryValue(Field map) {
        return new Field(2, map.name(), Shape.ONE, map.type(), map.message(), true);
    }

    private void value(WireWriter out, Field field, JsonNode value) {
        switch (field.type()) {
            case STRING -> out.text(field.number(), value.asString(""));
            case INTEGER -> out.number(field.number(), value.asLong(0));
            case BOOLEAN -> out.number(field.number(), value.asBoolean(false) ? 1 : 0);
            case DOUBLE -> out.fixed64(field.number(), value.asDouble(0));
            case BYTES -> out.bytes(field.number(), Base64.getDecoder().decode(value.asString("")));
            case MESSAGE -> {
                int end = out.written();
                content(out, schema.message(field.message()), value);
                out.message(field.number(), end);
            }
        }
    }

    private void content(WireWriter out, Message message, JsonNode value) {
        switch (message.form()) {
            case OBJECT -> fields(out, message, value);
            case TIME, MICRO_TIME -> {
                Instant instant = Instant.parse(value.asString());
                long seconds = instant.getEpochSecond();
                int nanos = instant.getNano();
                if (nanos != 0) {
                    out.number(2, nanos);
                }
                out.number(1, seconds);
            }
            case QUANTITY -> out.text(1, value.asString(""));
            case INT_OR_STRING -> {
                if (value.isNumber()) {
                    out.number(2, value.asLong(0));
                    out.number(1, 0);
                } else {
                    out.text(3, value.asString(""));
                    out.number(1, 1);
                }
            }
            case EMBEDDED_JSON -> out.bytes(1, Json.bytes(value));
            case STRINGS -> field(out, message.descending().getFirst(), value);
            case SCHEMA_OR_OTHER -> schemaOrOther(out, message, value);
        }
    }

    /** Numbers 1 and 2 of these three messages: the schema, and what there may be instead. */
    private void schemaOrOther(WireWriter out, Message message, JsonNode value) {
        Field schemaField = named(message, "schema");
        if (value.isObject()) {
            value(out, schemaField, value);
        }
        for (Field other : message.descending()) {
            if (other.type() == ProtobufSchema.Type.BOOLEAN) {
                out.number(other.number(), value.asBoolean(value.isObject()) ? 1 : 0);
            } else if (other.shape() == Shape.LIST && value.isArray()) {
                field(out, other, value);
            }
        }
    }
}
