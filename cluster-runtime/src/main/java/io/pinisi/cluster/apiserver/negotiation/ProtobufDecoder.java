package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Field;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
 * send it; answers go out as JSON, which they all take.
 *
 * <p>The form writes every field that is no pointer, set or not. Zeros and empty texts are dropped
 * again, except where the field is a pointer, whose presence means something.
 */
final class ProtobufDecoder {
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final int DEPTH_LIMIT = 100;

    /** Scalar fields that are pointers, so that their zero was written by somebody. */
    private static final Set<String> POINTERS =
            Set.of(
                    "activeDeadlineSeconds",
                    "allocateLoadBalancerNodePorts",
                    "allowPrivilegeEscalation",
                    "automountServiceAccountToken",
                    "backoffLimit",
                    "blockOwnerDeletion",
                    "completions",
                    "controller",
                    "defaultMode",
                    "deletionGracePeriodSeconds",
                    "enableServiceLinks",
                    "expirationSeconds",
                    "failedJobsHistoryLimit",
                    "fsGroup",
                    "gracePeriodSeconds",
                    "hostUsers",
                    "immutable",
                    "ingressClassName",
                    "minReplicas",
                    "mode",
                    "optional",
                    "orphanDependents",
                    "parallelism",
                    "priority",
                    "privileged",
                    "procMount",
                    "progressDeadlineSeconds",
                    "readOnlyRootFilesystem",
                    "ready",
                    "replicas",
                    "revisionHistoryLimit",
                    "runAsGroup",
                    "runAsNonRoot",
                    "runAsUser",
                    "serving",
                    "setHostnameAsFQDN",
                    "shareProcessNamespace",
                    "startingDeadlineSeconds",
                    "storageClassName",
                    "successfulJobsHistoryLimit",
                    "suspend",
                    "terminating",
                    "terminationGracePeriodSeconds",
                    "tolerationSeconds",
                    "ttlSecondsAfterFinished");

    private final ProtobufSchema schema;

    ProtobufDecoder(ProtobufSchema schema) {
        this.schema = schema;
    }

    /**
     * @throws ApiException BadRequest where the bytes are not the form, or the kind has none
     */
    ObjectNode decode(byte[] body) {
        if (body.length < MAGIC.length || !startsWithMagic(body)) {
            throw ApiException.badRequest("the body is no protobuf object of Kubernetes");
        }
        String apiVersion = "";
        String kind = "";
        WireReader raw = new WireReader(new byte[0]);
        WireReader envelope = new WireReader(body, MAGIC.length, body.length);
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
        Map<Integer, Field> fields = schema.kind(apiVersion, kind);
        ObjectNode object = Json.object().put("apiVersion", apiVersion).put("kind", kind);
        object.setAll(object(raw, fields, 0));
        return object;
    }

    private static boolean startsWithMagic(byte[] body) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (body[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private ObjectNode object(WireReader in, Map<Integer, Field> fields, int depth) {
        if (depth > DEPTH_LIMIT) {
            throw ApiException.badRequest("the body is nested too deeply");
        }
        ObjectNode object = Json.object();
        while (in.hasNext()) {
            int tag = in.tag();
            Field field = fields.get(tag >>> 3);
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
        return !zero
                || field.type() == ProtobufSchema.Type.MESSAGE
                || POINTERS.contains(field.name());
    }

    /** Null for a value that means absence. */
    private @Nullable JsonNode value(Field field, WireReader in, int depth) {
        return switch (field.type()) {
            case STRING -> StringNode.valueOf(in.text());
            case INTEGER -> LongNode.valueOf(in.varint());
            case BOOLEAN -> BooleanNode.valueOf(in.varint() != 0);
            case BYTES -> StringNode.valueOf(Base64.getEncoder().encodeToString(in.bytes()));
            case DOUBLE -> DoubleNode.valueOf(in.fixed64());
            case MESSAGE -> message(field.message(), in.message(), depth + 1);
        };
    }

    private @Nullable JsonNode message(String name, WireReader in, int depth) {
        ObjectNode plain = object(in, schema.message(name), depth);
        String shortName = name.substring(name.lastIndexOf('.') + 1);
        return switch (shortName) {
            case "Time" -> time(plain, ChronoUnit.SECONDS);
            case "MicroTime" -> time(plain, ChronoUnit.MICROS);
            case "Quantity" -> StringNode.valueOf(plain.path("string").asString("0"));
            case "IntOrString" ->
                    plain.path("type").asInt(0) == 0
                            ? IntNode.valueOf(plain.path("intVal").asInt(0))
                            : StringNode.valueOf(plain.path("strVal").asString(""));
            case "RawExtension" -> embedded(plain.path("raw"));
            case "FieldsV1" -> embedded(plain.path("Raw"));
            case "ExtraValue" -> plain.withArray("items");
            default -> plain;
        };
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
        return bytes.length == 0 ? null : Json.parse(bytes);
    }

    /** The primitives of the wire format. */
    private static final class WireReader {
        private final byte[] bytes;
        private final int end;
        private int at;

        WireReader(byte[] bytes) {
            this(bytes, 0, bytes.length);
        }

        WireReader(byte[] bytes, int from, int end) {
            this.bytes = bytes;
            this.at = from;
            this.end = end;
        }

        boolean hasNext() {
            return at < end;
        }

        int tag() {
            return (int) varint();
        }

        long varint() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                byte b = next();
                value |= (long) (b & 0x7f) << shift;
                if (b >= 0) {
                    return value;
                }
            }
            throw broken();
        }

        double fixed64() {
            long bits = 0;
            for (int i = 0; i < 8; i++) {
                bits |= (next() & 0xffL) << (8 * i);
            }
            return Double.longBitsToDouble(bits);
        }

        WireReader message() {
            int length = length();
            WireReader inner = new WireReader(bytes, at, at + length);
            at += length;
            return inner;
        }

        String text() {
            int length = length();
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        byte[] bytes() {
            int length = length();
            byte[] copy = java.util.Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            return copy;
        }

        private int length() {
            long length = varint();
            if (length < 0 || length > end - at) {
                throw broken();
            }
            return (int) length;
        }

        private byte next() {
            if (at >= end) {
                throw broken();
            }
            return bytes[at++];
        }

        void skip(int tag) {
            switch (tag & 7) {
                case 0 -> varint();
                case 1 -> fixed64();
                case 2 -> message();
                case 5 -> {
                    for (int i = 0; i < 4; i++) {
                        next();
                    }
                }
                default -> throw broken();
            }
        }

        private static ApiException broken() {
            return ApiException.badRequest("the body is no well-formed protobuf");
        }
    }
}
