package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.meta.Quantity;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does for built-in kinds what decoding into Kubernetes' structs does: finds the first value of a
 * wrong type, in the words of its decoder, brings quantities and times into their one canonical
 * spelling ({@code 0.5} becomes {@code 500m}), and drops empty lists and maps, which say no more
 * than their absence.
 */
public final class Decoder {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private final Schemas schemas;

    public Decoder(Schemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Brings the object into its canonical form, in place.
     *
     * @return the first fault, such as {@code json: cannot unmarshal string into Go struct field
     *     DeploymentSpec.spec.replicas of type int32}
     */
    public Optional<String> decode(Schema schema, ObjectNode object) {
        try {
            String type = kind(schemas.resolve(schema));
            fields(schemas.resolve(schema), object, new Place(null, type, ""));
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(String.valueOf(fault.getMessage()));
        }
    }

    private static String kind(Schema schema) {
        JsonNode kinds = schema.constraints().get("x-kubernetes-group-version-kind");
        return kinds == null ? "" : kinds.path(0).path("kind").asString("");
    }

    /** A field, or the items of one: lists and maps add nothing to the decoder's paths. */
    private record Place(@Nullable Place parent, String struct, String field) {
        String path() {
            String before = parent == null ? "" : parent.path();
            return before.isEmpty() ? field : before + "." + field;
        }
    }

    /** Stops the walk at the first fault; never leaves this class. */
    private static final class Fault extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Fault(String words) {
            super(words, null, false, false);
        }
    }

    private void fields(Schema schema, ObjectNode object, Place around) {
        List<String> absent = new ArrayList<>(0);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            Schema property = schema.properties().get(field.getKey());
            Schema declared = property == null ? schema.additionalProperties() : property;
            if (declared != null) {
                boolean named = property != null;
                Place place = named ? new Place(around, around.struct(), field.getKey()) : around;
                field.setValue(value(declared, field.getValue(), place));
                if (named && isAbsence(schema, field.getKey(), field.getValue())) {
                    absent.add(field.getKey());
                }
            }
        }
        object.remove(absent);
    }

    /** An empty list or map that need not be there; an empty object with fields says something. */
    private boolean isAbsence(Schema schema, String field, JsonNode value) {
        if (!value.isContainer() || !value.isEmpty() || schema.required().contains(field)) {
            return false;
        }
        Schema property = schemas.resolve(Objects.requireNonNull(schema.properties().get(field)));
        return property.type() == Schema.Type.ARRAY
                || (property.type() == Schema.Type.OBJECT
                        && property.additionalProperties() != null);
    }

    private JsonNode value(Schema unresolved, JsonNode value, Place place) {
        Schema schema = schemas.resolve(unresolved);
        if (value.isNull()) {
            return value;
        }
        if (Types.mismatch(schema, value) != null) {
            throw unmarshal(unresolved, value, place);
        }
        switch (value) {
            case ObjectNode object -> {
                String ref = unresolved.ref();
                String struct = ref == null ? place.struct() : simple(ref);
                fields(schema, object, new Place(place.parent(), struct, place.field()));
            }
            case ArrayNode array -> items(schema, array, place);
            default -> {
                return scalar(schema, value, place);
            }
        }
        return value;
    }

    private void items(Schema schema, ArrayNode array, Place place) {
        Schema items = schema.items();
        for (int i = 0; items != null && i < array.size(); i++) {
            array.set(i, value(items, array.get(i), place));
        }
    }

    private static JsonNode scalar(Schema schema, JsonNode value, Place place) {
        return switch (schema.format()) {
            case "quantity" -> quantity(value);
            case "date-time" -> time(value.stringValue(), Precision.SECONDS);
            case "micro-time" -> time(value.stringValue(), Precision.MICROS);
            case "byte" -> bytes(value);
            case "int32" -> integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, schema, place);
            case "int64" -> integer(value, Long.MIN_VALUE, Long.MAX_VALUE, schema, place);
            default -> value;
        };
    }

    private static JsonNode quantity(JsonNode value) {
        String text = value.asString();
        try {
            String canonical = Quantity.parse(text).toString();
            return value.isString() && canonical.equals(text)
                    ? value
                    : JsonNodeFactory.instance.stringNode(canonical);
        } catch (IllegalArgumentException e) {
            throw new Fault(String.valueOf(e.getMessage()));
        }
    }

    private enum Precision {
        SECONDS,
        MICROS
    }

    private static JsonNode time(String text, Precision precision) {
        try {
            OffsetDateTime time = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            String canonical =
                    switch (precision) {
                        case SECONDS -> time.toInstant().truncatedTo(ChronoUnit.SECONDS).toString();
                        case MICROS -> MICROS.format(time);
                    };
            return JsonNodeFactory.instance.stringNode(canonical);
        } catch (DateTimeParseException e) {
            String layout =
                    precision == Precision.SECONDS
                            ? "2006-01-02T15:04:05Z07:00"
                            : "2006-01-02T15:04:05.000000Z07:00";
            throw new Fault(
                    "parsing time \""
                            + text
                            + "\" as \""
                            + layout
                            + "\": cannot parse \""
                            + text
                            + "\" as \"2006\"");
        }
    }

    /** Line breaks are allowed, as folded scalars bring them. */
    private static JsonNode bytes(JsonNode value) {
        String text = value.stringValue().replace("\n", "").replace("\r", "");
        try {
            Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new Fault("illegal base64 data at input byte " + badByte(text));
        }
        boolean padded = text.length() % 4 == 0;
        if (!padded) {
            throw new Fault("illegal base64 data at input byte " + text.length() / 4 * 4);
        }
        boolean same = text.length() == value.stringValue().length();
        return same ? value : JsonNodeFactory.instance.stringNode(text);
    }

    private static int badByte(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '/') {
                return i;
            }
        }
        return text.length();
    }

    private static JsonNode integer(
            JsonNode value, long least, long most, Schema schema, Place place) {
        if (!value.isNumber()) {
            return value;
        }
        boolean fits =
                value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.longValue() >= least
                        && value.longValue() <= most;
        if (!fits) {
            throw new Fault(unmarshalWords("number " + value, place, goType(schema)));
        }
        return value;
    }

    private Fault unmarshal(Schema wanted, JsonNode value, Place place) {
        String actual =
                switch (value.getNodeType()) {
                    case NUMBER -> "number" + (isFraction(wanted, value) ? " " + value : "");
                    case BOOLEAN -> "bool";
                    case OBJECT -> "object";
                    case ARRAY -> "array";
                    default -> "string";
                };
        return new Fault(unmarshalWords(actual, place, goType(wanted)));
    }

    private boolean isFraction(Schema wanted, JsonNode value) {
        return schemas.resolve(wanted).type() == Schema.Type.INTEGER && !value.isIntegralNumber();
    }

    private static String unmarshalWords(String actual, Place place, String type) {
        return "json: cannot unmarshal "
                + actual
                + " into Go struct field "
                + place.struct()
                + "."
                + place.path()
                + " of type "
                + type;
    }

    private static String goType(Schema schema) {
        String ref = schema.ref();
        if (ref != null) {
            return ref.endsWith(".Quantity")
                    ? "resource.Quantity"
                    : ref.endsWith(".IntOrString") ? "intstr.IntOrString" : "v1." + simple(ref);
        }
        return switch (schema.type()) {
            case OBJECT -> {
                Schema values = schema.additionalProperties();
                yield "map[string]" + (values == null ? "interface {}" : goType(values));
            }
            case ARRAY -> {
                Schema items = schema.items();
                yield "[]" + (items == null ? "interface {}" : goType(items));
            }
            case STRING -> schema.format().equals("byte") ? "[]uint8" : "string";
            case INTEGER -> schema.format().isEmpty() ? "int64" : schema.format();
            case NUMBER -> "float64";
            case BOOLEAN -> "bool";
            case ANY -> "interface {}";
        };
    }

    private static String simple(String ref) {
        return ref.substring(ref.lastIndexOf('.') + 1);
    }
}
