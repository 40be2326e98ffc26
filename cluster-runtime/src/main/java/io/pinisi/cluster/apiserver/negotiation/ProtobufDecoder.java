package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Field;
import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Message;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads the protobuf form of built-in objects ({@code application/vnd.kubernetes.protobuf}) into
 * the tree that their JSON would have been. Typed clients, kubectl's {@code create} among them,
 * send it.
 *
 * <p>Go writes every field that is no pointer, set or not. Zeros and empty texts are dropped again
 * where JSON would not have them, which the schema's fields know.
 */
final class ProtobufDecoder {
    private static final int DEPTH_LIMIT = 100;

    private final ProtobufSchema schema;

    ProtobufDecoder(ProtobufSchema schema) {
        this.schema = schema;
    }

    /**
     * @throws ApiException BadRequest where the bytes are not the form, or the kind has none
     */
    ObjectNode decode(byte[] body) {
        if (body.length < ProtobufSchema.MAGIC.length || !startsWithMagic(body)) {
            throw ApiException.badRequest("the body is no protobuf object of Kubernetes");
        }
        String apiVersion = "";
        String kind = "";
        WireReader raw = new WireReader(new byte[0]);
        WireReader envelope = new WireReader(body, ProtobufSchema.MAGIC.length, body.length);
        while (envelope.hasNext()) {
            int tag = envelope.tag();
            switch (tag >>> 3) {
                case 1 -> {
                    WireReader type = envelope.message();
                    while (type.hasNext()) {
                        int part = type.tag() >>> 3;
                        String text = type.text();
                        apiVersion = part == 1 ? text : apiVersion;
                        kind = part == 2 ? text : kind;
                    }
                }
                case 2 -> raw = envelope.message();
                default -> envelope.skip(tag);
            }
        }
        Message message = schema.kind(apiVersion, kind);
        ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        object.setAll(object(raw, message, 0));
        return object;
    }

    private static boolean startsWithMagic(byte[] body) {
        for (int i = 0; i < ProtobufSchema.MAGIC.length; i++) {
            if (body[i] != ProtobufSchema.MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private ObjectNode object(WireReader in, Message message, int depth) {
        if (depth > DEPTH_LIMIT) {
            throw ApiException.badRequest("the body is nested too deeply");
        }
        ObjectNode object = Json.object();
        while (in.hasNext()) {
            int tag = in.tag();
            Field field = message.field(tag >>> 3);
            if (field == null) {
                in.skip(tag);
            } else {
                put(object, field, in, tag, depth);
            }
        }
        return object;
    }

    private void put(ObjectNode object, Field field, WireReader in, int tag, int depth) {
        switch (field.shape()) {
            case ONE -> {
                JsonNode value = value(field, in, depth);
                if (value instanceof ObjectNode parts && field.isEmbedded()) {
                    object.setAll(parts);
                } else if (value != null && isSaid(field, value)) {
                    object.set(field.name(), value);
                }
            }
            case LIST -> addAll(object.withArray(field.name()), field, in, tag, depth);
            case MAP -> {
                JsonNode map = object.path(field.name());
                ObjectNode target =
                        map instanceof ObjectNode node ? node : object.putObject(field.name());
                entry(target, field, in.message(), depth);
            }
        }
    }

    /** A list of numbers may come packed into one field. */
    private void addAll(ArrayNode list, Field field, WireReader in, int tag, int depth) {
        boolean packed = field.type() == ProtobufSchema.Type.INTEGER && (tag & 7) == 2;
        WireReader source = packed ? in.message() : in;
        do {
            JsonNode value = value(field, source, depth);
            if (value != null) {
                list.add(value);
            }
        } while (packed && source.hasNext());
    }

    private void entry(ObjectNode map, Field field, WireReader in, int depth) {
        String key = "";
        JsonNode value = null;
        while (in.hasNext()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> key = in.text();
                case 2 -> value = value(field, in, depth);
                default -> in.skip(tag);
            }
        }
        map.set(key, value == null ? StringNode.valueOf("") : value);
    }

    private static boolean isSaid(Field field, JsonNode value) {
        boolean zero =
                (value.isString() && value.stringValue().isEmpty())
                        || (value.isIntegralNumber() && value.longValue() == 0)
                        || (value.isBoolean() && !value.booleanValue());
        return !zero || field.type() == ProtobufSchema.Type.MESSAGE || field.zeroIsSaid();
    }

    /** Null for a value that means absence. */
    private @Nullable JsonNode value(Field field, WireReader in, int depth) {
        return switch (field.type()) {
            case STRING -> StringNode.valueOf(in.text());
            case INTEGER -> LongNode.valueOf(in.varint());
            case BOOLEAN -> BooleanNode.valueOf(in.varint() != 0);
            case BYTES -> StringNode.valueOf(Base64.getEncoder().encodeToString(in.bytes()));
            case DOUBLE -> DoubleNode.valueOf(in.fixed64());
            case MESSAGE -> message(schema.message(field.message()), in.message(), depth + 1);
        };
    }

    private @Nullable JsonNode message(Message message, WireReader in, int depth) {
        ObjectNode plain = object(in, message, depth);
        return switch (message.form()) {
            case OBJECT -> plain;
            case TIME -> time(plain, ChronoUnit.SECONDS);
            case MICRO_TIME -> time(plain, ChronoUnit.MICROS);
            case QUANTITY -> StringNode.valueOf(plain.path("string").asString("0"));
            case INT_OR_STRING ->
                    plain.path("type").asInt(0) == 0
                            ? IntNode.valueOf(plain.path("intVal").asInt(0))
                            : StringNode.valueOf(plain.path("strVal").asString(""));
            case EMBEDDED_JSON -> embedded(plain.path(message.rawField()));
            case STRINGS -> plain.withArray("items");
            case SCHEMA_OR_OTHER -> schemaOrOther(plain);
        };
    }

    private static JsonNode schemaOrOther(ObjectNode parts) {
        if (parts.has("schema")) {
            return parts.get("schema");
        }
        for (String list : List.of("jSONSchemas", "property")) {
            if (parts.has(list)) {
                return parts.get(list);
            }
        }
        return BooleanNode.valueOf(parts.path("allows").asBoolean(false));
    }

    private static @Nullable JsonNode time(ObjectNode parts, ChronoUnit precision) {
        long seconds = parts.path("seconds").asLong(0);
        long nanos = parts.path("nanos").asLong(0);
        if (seconds == 0 && nanos == 0) {
            return null;
        }
        try {
            Instant instant = Instant.ofEpochSecond(seconds, nanos).truncatedTo(precision);
            return StringNode.valueOf(instant.toString());
        } catch (DateTimeException | ArithmeticException e) {
            throw ApiException.badRequest("the body has a time that is none: " + seconds + " s");
        }
    }

    private static @Nullable JsonNode embedded(JsonNode raw) {
        byte[] bytes = Base64.getDecoder().decode(raw.asString(""));
        if (bytes.length == 0) {
            return null;
        }
        try {
            return Json.mapper().readTree(bytes);
        } catch (JacksonException e) {
            throw ApiException.badRequest("the body embeds no JSON: " + e.getOriginalMessage());
        }
    }
}
