package io.pinisi.cluster.apiserver.negotiation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Field;
import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Message;
import io.pinisi.cluster.apiserver.negotiation.ProtobufSchema.Shape;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.BuiltInSchemas;
import io.pinisi.cluster.machinery.schema.Schema;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** The protobuf form of every built-in kind, both ways. */
final class ProtobufTest {
    private static final BuiltInSchemas TYPES = BuiltInSchemas.load();
    private static final Map<String, List<String>> ZEROS = ProtobufSchema.zeros();
    private static final ProtobufEncoder ENCODER = Protobuf.ENCODER;
    private static final ProtobufDecoder DECODER = Protobuf.DECODER;

    /** Kinds of other servers in the original, and of a group that is not served. */
    private static final Set<String> WITHOUT = Set.of("resource.k8s.io", "metrics.k8s.io");

    private static Stream<GroupVersionKind> kinds() {
        return TYPES.names().stream()
                .map(ProtobufTest::kind)
                .filter(kind -> TYPES.nameOf(kind).isPresent())
                .filter(kind -> !WITHOUT.contains(kind.group()));
    }

    /** The kind whose type would have this name. */
    private static GroupVersionKind kind(String type) {
        String[] parts = type.split("\\.");
        int last = parts.length - 1;
        String kind = parts[last];
        return Stream.of(
                        "",
                        "apps",
                        "autoscaling",
                        "batch",
                        "policy",
                        parts[last - 2] + ".k8s.io",
                        "rbac.authorization.k8s.io",
                        "flowcontrol.apiserver.k8s.io")
                .map(group -> new GroupVersionKind(group, parts[last - 1], kind))
                .filter(found -> TYPES.nameOf(found).filter(type::equals).isPresent())
                .findFirst()
                .orElse(new GroupVersionKind("none", "none", kind));
    }

    @TestFactory
    Stream<DynamicTest> whatIsWrittenIsReadAgain() {
        return kinds().map(
                        kind ->
                                DynamicTest.dynamicTest(
                                        kind.apiVersion() + " " + kind.kind(),
                                        () -> roundTrip(kind)));
    }

    @Test
    void allKindsAreAmongThem() {
        List<String> names = kinds().map(GroupVersionKind::kind).toList();
        assertTrue(names.size() > 100, () -> names.toString());
        assertTrue(
                names.containsAll(
                        List.of(
                                "Pod",
                                "PodList",
                                "Deployment",
                                "CustomResourceDefinition",
                                "APIService",
                                "FlowSchema",
                                "ValidatingAdmissionPolicy",
                                "ClusterRole",
                                "DeleteOptions",
                                "Scale")));
    }

    private static void roundTrip(GroupVersionKind kind) {
        ObjectNode object =
                Json.object().put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        object.setAll(new Sample().of(TYPES.nameOf(kind).orElseThrow()));
        byte[] bytes = ENCODER.object(object);
        assertEquals(reread(object), reread(DECODER.decode(bytes)));
    }

    /** Numbers of one value compare by their width in memory; text has none. */
    private static ObjectNode reread(ObjectNode object) {
        return Json.parse(Json.bytes(object));
    }

    @Test
    void everyScalarThatMayLackIsJudged() {
        Set<String> wrong = new TreeSet<>();
        for (Message message : Protobuf.SCHEMA.messages().values()) {
            Schema type = type(message.fullName());
            if (type != null) {
                compare(message, type, wrong);
            }
        }
        assertEquals(Set.of(), wrong);
    }

    private static void compare(Message message, Schema type, Set<String> wrong) {
        Set<String> judged = new TreeSet<>();
        for (String field : ZEROS.getOrDefault(message.fullName(), List.of())) {
            judged.add(field.replace("*", ""));
        }
        for (String field : scalars(message)) {
            boolean mayLack =
                    type.properties().containsKey(field) && !type.required().contains(field);
            if (mayLack && !judged.remove(field)) {
                wrong.add(message.fullName() + " does not judge " + field);
            }
        }
        judged.forEach(field -> wrong.add(message.fullName() + " judges " + field));
    }

    private static List<String> scalars(Message message) {
        return message.descending().stream()
                .filter(
                        field ->
                                field.shape() == Shape.ONE
                                        && field.type() != ProtobufSchema.Type.MESSAGE)
                .map(Field::name)
                .toList();
    }

    /** Types of messages that Go embeds stand under no name of their own in OpenAPI. */
    @Test
    void scalarsOfEmbeddedMessagesAreJudgedToo() {
        for (Message outer : Protobuf.SCHEMA.messages().values()) {
            for (Field field : outer.descending()) {
                if (!field.isEmbedded() || type(field.message()) != null) {
                    continue;
                }
                List<String> scalars =
                        new ArrayList<>(scalars(Protobuf.SCHEMA.message(field.message())));
                scalars.remove("name");
                List<String> judged =
                        ZEROS.getOrDefault(field.message(), List.of()).stream()
                                .map(name -> name.replace("*", ""))
                                .toList();
                assertTrue(judged.containsAll(scalars), () -> field.message() + scalars);
            }
        }
    }

    private static @Nullable Schema type(String message) {
        String name = message.replaceFirst("^k8s\\.io", "io.k8s").replace('_', '-');
        return TYPES.names().contains(name) ? TYPES.named(name) : null;
    }

    @Test
    void theEnvelopeNamesTheKind() {
        ObjectNode object =
                Json.parse(
                        """
                        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},
                         "data":{"k":"v"}}
                        """
                                .getBytes(StandardCharsets.UTF_8));
        byte[] expected =
                HexFormat.of()
                        .parseHex(
                                "6b3873000a0f0a027631"
                                        + "1209436f6e6669674d6170"
                                        + "120d0a030a0161"
                                        + "12060a016b120176");
        assertArrayEquals(expected, ENCODER.object(object));
        byte[] frame = ENCODER.frame("ADDED", object);
        assertEquals(frame.length - 4, ByteBuffer.wrap(frame).getInt());
        byte[] inFrame = java.util.Arrays.copyOfRange(frame, 15, frame.length);
        assertArrayEquals(expected, inFrame);
    }

    @Test
    void aListInPiecesIsTheListAsAWhole() {
        ObjectNode item = Json.object();
        item.putObject("metadata").put("name", "a");
        ObjectNode metadata = Json.object().put("resourceVersion", "7");
        ByteArrayOutputStream pieces = new ByteArrayOutputStream();
        ENCODER.list("v1", "ConfigMapList", metadata, List.of(item, item))
                .forEach(pieces::writeBytes);
        ObjectNode list = Json.object().put("apiVersion", "v1").put("kind", "ConfigMapList");
        list.set("metadata", metadata);
        list.putArray("items").add(item).add(item);
        assertArrayEquals(ENCODER.object(list), pieces.toByteArray());
    }

    @Test
    void aZeroThatNobodyWroteIsDroppedAndOthersStay() {
        ObjectNode deployment =
                Json.parse(
                        """
                        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":""},
                         "spec":{"replicas":0,"minReadySeconds":0,"paused":false,
                         "template":{"spec":{"containers":[{"name":"c","image":""}],
                         "automountServiceAccountToken":false,"hostNetwork":false}}},
                         "status":{"replicas":0,"collisionCount":0}}
                        """
                                .getBytes(StandardCharsets.UTF_8));
        assertEquals(
                Json.parse(
                        """
                        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{},
                         "spec":{"replicas":0,
                         "template":{"spec":{"containers":[{"name":"c"}],
                         "automountServiceAccountToken":false}}},
                         "status":{"collisionCount":0}}
                        """
                                .getBytes(StandardCharsets.UTF_8)),
                reread(DECODER.decode(ENCODER.object(deployment))));
    }

    @Test
    void customResourcesHaveNoSuchForm() {
        assertTrue(ENCODER.knows(GroupVersionKind.of("apps/v1", "Deployment")));
        assertFalse(ENCODER.knows(GroupVersionKind.of("apps.example.com/v1", "Deployment")));
        assertFalse(ENCODER.knows(GroupVersionKind.of("example.com/v1", "Widget")));
    }

    /** An object with every field of its type, where a zero may be said a zero. */
    private static final class Sample {
        /** How often a type may stand within itself. */
        private static final int NESTING = 2;

        private final Map<String, Integer> around = new HashMap<>();
        private int next;

        /** Without the kind: messages do not repeat what the envelope says. */
        ObjectNode of(String name) {
            Schema type = TYPES.named(name);
            String message = name.replaceFirst("^io\\.k8s", "k8s.io").replace('-', '_');
            List<String> zeros = ZEROS.getOrDefault(message, List.of());
            ObjectNode object = Json.object();
            around.merge(name, 1, Integer::sum);
            type.properties()
                    .forEach(
                            (field, schema) -> {
                                JsonNode value =
                                        zeros.contains("*" + field)
                                                ? zero(schema)
                                                : value(field, schema);
                                if (value != null) {
                                    object.set(field, value);
                                }
                            });
            around.merge(name, -1, Integer::sum);
            if (type.properties().containsKey("metadata") || name.endsWith("Options")) {
                object.remove(List.of("apiVersion", "kind"));
            }
            return object;
        }

        private static JsonNode zero(Schema schema) {
            return switch (schema.type()) {
                case INTEGER -> IntNode.valueOf(0);
                case BOOLEAN -> BooleanNode.FALSE;
                case NUMBER -> DoubleNode.valueOf(0.5);
                default -> StringNode.valueOf("");
            };
        }

        private @Nullable JsonNode value(String field, Schema schema) {
            String ref = schema.ref();
            if (ref != null) {
                return named(field, ref);
            }
            return switch (schema.type()) {
                case STRING -> text(schema.format());
                case INTEGER -> IntNode.valueOf(++next % 5 == 0 ? -next : next);
                case NUMBER -> DoubleNode.valueOf(++next + 0.5);
                case BOOLEAN -> BooleanNode.TRUE;
                case ARRAY -> {
                    JsonNode item = value(field, Objects.requireNonNull(schema.items()));
                    yield item == null ? null : Json.mapper().createArrayNode().add(item).add(item);
                }
                case OBJECT -> {
                    Schema values = schema.additionalProperties();
                    JsonNode one = values == null ? null : value(field, values);
                    if (one == null) {
                        yield null;
                    }
                    ObjectNode map = Json.object();
                    map.set("b", one);
                    yield map.set("a", one);
                }
                case ANY -> any(field, schema);
            };
        }

        private @Nullable JsonNode named(String field, String ref) {
            Schema type = TYPES.named(ref);
            if (type.properties().isEmpty() && type.type() != Schema.Type.OBJECT) {
                return value(field, type);
            }
            return around.getOrDefault(ref, 0) >= NESTING ? null : of(ref);
        }

        private JsonNode text(String format) {
            next++;
            return StringNode.valueOf(
                    switch (format) {
                        case "date-time" -> "2026-01-02T03:04:05Z";
                        case "micro-time" -> "2026-01-02T03:04:05.123456Z";
                        case "quantity" -> next + "m";
                        case "byte" -> "AAH/";
                        default -> "text-" + next + "-\u00e9";
                    });
        }

        private JsonNode any(String field, Schema schema) {
            if (schema.intOrString()) {
                return ++next % 2 == 0 ? IntNode.valueOf(next) : StringNode.valueOf(next + "%");
            }
            ObjectNode object = Json.object().put("type", "string");
            return switch (field) {
                case "status" -> Json.object();
                case "additionalItems" -> BooleanNode.FALSE;
                case "additionalProperties" -> object;
                case "items" -> Json.mapper().createArrayNode().add(object);
                case "dependencies" -> Json.mapper().createArrayNode().add("a");
                default -> object;
            };
        }
    }
}
