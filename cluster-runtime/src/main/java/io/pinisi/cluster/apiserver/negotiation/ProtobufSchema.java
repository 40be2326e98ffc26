package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The field numbers of the built-in types, extracted by the build. */
final class ProtobufSchema {
    private static final String RESOURCE = "protobuf.json";
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

    private final Map<String, Map<Integer, Field>> messages = new HashMap<>();

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

    /** Messages that Go embeds: their fields stand among those of the object around them. */
    private static final Set<String> EMBEDDED =
            Set.of(
                    "ephemeralContainerCommon",
                    "handler",
                    "ingressRuleValue",
                    "localObjectReference",
                    "persistentVolumeSource",
                    "volumeSource");

    /** Where the name in the message is not the one of JSON. */
    private static final Map<String, String> JSON_NAMES =
            Map.of("aPIGroup", "apiGroup", "uID", "uid");

    /**
     * @param name as JSON has it
     * @param type of the value, or of each value
     * @param message its message, where it is one
     */
    record Field(String name, Shape shape, Type type, String message) {
        boolean isEmbedded() {
            return EMBEDDED.contains(name);
        }

        static Field of(JsonNode entry) {
            String type = entry.get(1).asString();
            int colon = type.indexOf(':');
            Shape shape =
                    colon < 0
                            ? Shape.ONE
                            : Shape.valueOf(type.substring(0, colon).toUpperCase(Locale.ROOT));
            String name = entry.get(0).asString();
            return new Field(
                    JSON_NAMES.getOrDefault(name, name),
                    shape,
                    Type.valueOf(type.substring(colon + 1).toUpperCase(Locale.ROOT)),
                    entry.get(2).asString());
        }
    }

    private ProtobufSchema(JsonNode table) {
        table.properties()
                .forEach(
                        message -> {
                            Map<Integer, Field> fields = new HashMap<>();
                            message.getValue()
                                    .properties()
                                    .forEach(
                                            field ->
                                                    fields.put(
                                                            Integer.valueOf(field.getKey()),
                                                            Field.of(field.getValue())));
                            messages.put(message.getKey(), fields);
                        });
    }

    static ProtobufSchema load() {
        try (InputStream in = ProtobufSchema.class.getResourceAsStream(RESOURCE)) {
            return new ProtobufSchema(
                    Json.parse(Objects.requireNonNull(in, RESOURCE).readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws ApiException UnsupportedMediaType for a kind that has no such form, such as a custom
     *     resource
     */
    Map<Integer, Field> kind(String apiVersion, String kind) {
        GroupVersionKind asked = GroupVersionKind.of(apiVersion, kind);
        String group = asked.group().isEmpty() ? "core" : asked.group().split("\\.", 2)[0];
        String name = "k8s.io.api." + group + "." + asked.version() + "." + kind;
        Map<Integer, Field> fields = messages.get(name);
        if (fields == null && kind.endsWith("Options")) {
            fields = messages.get(META + kind);
        }
        if (fields == null) {
            throw new ApiException(
                    Reason.UNSUPPORTED_MEDIA_TYPE, "no protobuf form is known of " + asked);
        }
        return fields;
    }

    Map<Integer, Field> message(String name) {
        return Objects.requireNonNull(messages.get(name), name);
    }
}
