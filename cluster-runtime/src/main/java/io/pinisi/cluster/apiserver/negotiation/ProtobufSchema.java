package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The messages of the built-in types: field numbers as the build extracted them from the classes of
 * the Java client, and from {@code zeros.table} what those cannot tell, namely which zeros mean
 * something.
 */
final class ProtobufSchema {
    /** What every body begins with. */
    static final byte[] MAGIC = {'k', '8', 's', 0};

    private static final String MESSAGES = "protobuf.messages";
    private static final String ZEROS = "zeros.table";
    private static final String API = "k8s.io.api.";
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

    /** The packages of messages, by API group. */
    private static final Map<String, String> PACKAGES =
            Map.ofEntries(
                    Map.entry("", API + "core"),
                    Map.entry("admissionregistration.k8s.io", API + "admissionregistration"),
                    Map.entry(
                            "apiextensions.k8s.io",
                            "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions"),
                    Map.entry(
                            "apiregistration.k8s.io",
                            "k8s.io.kube_aggregator.pkg.apis.apiregistration"),
                    Map.entry("apps", API + "apps"),
                    Map.entry("authentication.k8s.io", API + "authentication"),
                    Map.entry("authorization.k8s.io", API + "authorization"),
                    Map.entry("autoscaling", API + "autoscaling"),
                    Map.entry("batch", API + "batch"),
                    Map.entry("certificates.k8s.io", API + "certificates"),
                    Map.entry("coordination.k8s.io", API + "coordination"),
                    Map.entry("discovery.k8s.io", API + "discovery"),
                    Map.entry("events.k8s.io", API + "events"),
                    Map.entry("flowcontrol.apiserver.k8s.io", API + "flowcontrol"),
                    Map.entry("networking.k8s.io", API + "networking"),
                    Map.entry("node.k8s.io", API + "node"),
                    Map.entry("policy", API + "policy"),
                    Map.entry("rbac.authorization.k8s.io", API + "rbac"),
                    Map.entry("scheduling.k8s.io", API + "scheduling"),
                    Map.entry("storage.k8s.io", API + "storage"));

    /** Kinds of {@code meta} that come under any group and version. */
    private static final Set<String> EVERYWHERE =
            Set.of(
                    "CreateOptions",
                    "DeleteOptions",
                    "PatchOptions",
                    "UpdateOptions",
                    "PartialObjectMetadata",
                    "PartialObjectMetadataList",
                    "Status");

    /** Messages that Go embeds: their fields stand among those of the object around them. */
    private static final Set<String> EMBEDDED =
            Set.of(
                    "ephemeralContainerCommon",
                    "handler",
                    "ingressRuleValue",
                    "localObjectReference",
                    "persistentVolumeSource",
                    "rule",
                    "ruleWithOperations",
                    "volumeSource");

    /** Where the name in the message is not the one of JSON. */
    private static final Map<String, String> JSON_NAMES =
            Map.ofEntries(
                    Map.entry("aPIGroup", "apiGroup"),
                    Map.entry("uID", "uid"),
                    Map.entry("Expression", "expression"),
                    Map.entry("Name", "name"),
                    Map.entry("Webhooks", "webhooks"),
                    Map.entry("JSONSchemaProps.ref", "$ref"),
                    Map.entry("JSONSchemaProps.schema", "$schema"),
                    Map.entry("xKubernetesEmbeddedResource", "x-kubernetes-embedded-resource"),
                    Map.entry("xKubernetesIntOrString", "x-kubernetes-int-or-string"),
                    Map.entry("xKubernetesListMapKeys", "x-kubernetes-list-map-keys"),
                    Map.entry("xKubernetesListType", "x-kubernetes-list-type"),
                    Map.entry("xKubernetesMapType", "x-kubernetes-map-type"),
                    Map.entry(
                            "xKubernetesPreserveUnknownFields",
                            "x-kubernetes-preserve-unknown-fields"),
                    Map.entry("xKubernetesValidations", "x-kubernetes-validations"));

    private final Map<String, Message> messages = new TreeMap<>();

    enum Type {
        STRING,
        INTEGER,
        BOOLEAN,
        BYTES,
        DOUBLE,
        MESSAGE
    }

    enum Shape {
        ONE,
        LIST,
        MAP
    }

    /** What a message is in JSON. */
    enum Form {
        OBJECT,
        TIME,
        MICRO_TIME,
        QUANTITY,
        INT_OR_STRING,
        EMBEDDED_JSON,
        STRINGS,
        SCHEMA_OR_OTHER;

        static Form of(String message) {
            return switch (message.substring(message.lastIndexOf('.') + 1)) {
                case "Time" -> TIME;
                case "MicroTime" -> MICRO_TIME;
                case "Quantity" -> QUANTITY;
                case "IntOrString" -> INT_OR_STRING;
                case "RawExtension", "FieldsV1", "JSON" -> EMBEDDED_JSON;
                case "ExtraValue" -> STRINGS;
                case "JSONSchemaPropsOrArray",
                        "JSONSchemaPropsOrBool",
                        "JSONSchemaPropsOrStringArray" ->
                        SCHEMA_OR_OTHER;
                default -> OBJECT;
            };
        }
    }

    /**
     * @param name as JSON has it
     * @param type of the value, or of each value
     * @param message its message, where it is one
     * @param zeroIsSaid whether a zero was written by somebody; else it is absence
     */
    record Field(
            int number, String name, Shape shape, Type type, String message, boolean zeroIsSaid) {
        boolean isEmbedded() {
            return type == Type.MESSAGE && shape == Shape.ONE && EMBEDDED.contains(name);
        }
    }

    /** One message, its fields from the highest number down. */
    record Message(String fullName, Form form, List<Field> descending, Map<Integer, Field> fields) {
        static Message of(String fullName, List<Field> fields) {
            List<Field> descending = new ArrayList<>(fields);
            descending.sort(Comparator.comparingInt(Field::number).reversed());
            Map<Integer, Field> byNumber = new HashMap<>();
            descending.forEach(field -> byNumber.put(field.number(), field));
            return new Message(
                    fullName, Form.of(fullName), List.copyOf(descending), Map.copyOf(byNumber));
        }

        @Nullable Field field(int number) {
            return fields.get(number);
        }

        /** The only field of a message that carries JSON. */
        String rawField() {
            return descending.getFirst().name();
        }
    }

    private ProtobufSchema(JsonNode table, Map<String, Set<String>> absences) {
        table.properties()
                .forEach(
                        message -> {
                            String name = message.getKey();
                            Set<String> absent = absences.getOrDefault(name, Set.of());
                            List<Field> fields = new ArrayList<>();
                            message.getValue()
                                    .properties()
                                    .forEach(
                                            entry ->
                                                    fields.add(
                                                            field(
                                                                    name,
                                                                    Integer.parseInt(
                                                                            entry.getKey()),
                                                                    entry.getValue(),
                                                                    absent)));
                            messages.put(name, Message.of(name, fields));
                        });
    }

    private static Field field(String message, int number, JsonNode entry, Set<String> absences) {
        String type = entry.get(1).asString();
        int colon = type.indexOf(':');
        Shape shape =
                colon < 0
                        ? Shape.ONE
                        : Shape.valueOf(type.substring(0, colon).toUpperCase(Locale.ROOT));
        String name = jsonName(message, entry.get(0).asString());
        return new Field(
                number,
                name,
                shape,
                Type.valueOf(type.substring(colon + 1).toUpperCase(Locale.ROOT)),
                entry.get(2).asString(),
                !absences.contains(name));
    }

    private static String jsonName(String message, String name) {
        String qualified = message.substring(message.lastIndexOf('.') + 1) + "." + name;
        String special = JSON_NAMES.get(qualified);
        return special == null ? JSON_NAMES.getOrDefault(name, name) : special;
    }

    static ProtobufSchema load() {
        return new ProtobufSchema(Json.parse(resource(MESSAGES)), absences());
    }

    /** Fields whose zero is absence, by message. */
    private static Map<String, Set<String>> absences() {
        Map<String, Set<String>> absences = new HashMap<>();
        zeros().forEach(
                        (message, fields) -> {
                            Set<String> plain = new java.util.HashSet<>(fields);
                            plain.removeIf(field -> field.startsWith("*"));
                            absences.put(message, Set.copyOf(plain));
                        });
        return absences;
    }

    /** The table as it stands: names with a star are said even when zero. */
    static Map<String, List<String>> zeros() {
        Map<String, List<String>> zeros = new TreeMap<>();
        new String(resource(ZEROS), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.split(" ")))
                .forEach(words -> zeros.put(words.getFirst(), words.subList(1, words.size())));
        return zeros;
    }

    private static byte[] resource(String name) {
        try (InputStream in = ProtobufSchema.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws ApiException UnsupportedMediaType for a kind that has no such form, such as a custom
     *     resource
     */
    Message kind(String apiVersion, String kind) {
        GroupVersionKind asked = GroupVersionKind.of(apiVersion, kind);
        return find(asked)
                .orElseThrow(
                        () ->
                                new ApiException(
                                        Reason.UNSUPPORTED_MEDIA_TYPE,
                                        "no protobuf form is known of " + asked));
    }

    /** The message of a built-in kind, of a list of them, or of an object about requests. */
    Optional<Message> find(GroupVersionKind kind) {
        if (EVERYWHERE.contains(kind.kind())) {
            return Optional.ofNullable(messages.get(META + kind.kind()));
        }
        String group = PACKAGES.get(kind.group());
        return group == null
                ? Optional.empty()
                : Optional.ofNullable(
                        messages.get(group + "." + kind.version() + "." + kind.kind()));
    }

    Message message(String name) {
        return Objects.requireNonNull(messages.get(name), name);
    }

    /** All of them, for those who check the table. */
    Map<String, Message> messages() {
        return Map.copyOf(messages);
    }
}
