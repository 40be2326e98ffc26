package io.pinisi.cluster.machinery.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the compiler is told of the values under an OpenAPI schema, so that a rule which names a
 * field that nobody declared is refused when it is written. Values themselves stay maps and lists.
 */
final class SchemaTypes {
    private final Map<String, CelType> structs = new HashMap<>();

    /** The type of a value; {@code name} tells apart what has fields. */
    CelType typeOf(JsonNode schema, String name) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean(false)) {
            return SimpleType.DYN;
        }
        boolean embedded = schema.path("x-kubernetes-embedded-resource").asBoolean(false);
        return switch (schema.path("type").asString("")) {
            case "object" -> object(schema, name, embedded);
            case "array" -> ListType.create(typeOf(schema.path("items"), name + ".@idx"));
            case "integer" -> SimpleType.INT;
            case "number" -> SimpleType.DOUBLE;
            case "boolean" -> SimpleType.BOOL;
            case "string" -> text(schema.path("format").asString(""));
            default -> SimpleType.DYN;
        };
    }

    private static CelType text(String format) {
        return switch (format) {
            case "date", "date-time" -> SimpleType.TIMESTAMP;
            case "duration" -> SimpleType.DURATION;
            case "byte" -> SimpleType.BYTES;
            default -> SimpleType.STRING;
        };
    }

    private CelType object(JsonNode schema, String name, boolean embedded) {
        JsonNode values = schema.path("additionalProperties");
        if (values.isObject()) {
            return MapType.create(SimpleType.STRING, typeOf(values, name + ".@elem"));
        }
        Map<String, CelType> fields = new LinkedHashMap<>();
        if (embedded) {
            fields.putAll(ofResources(name));
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            FieldNames.escaped(property.getKey())
                    .ifPresent(
                            escaped ->
                                    fields.putIfAbsent(
                                            escaped,
                                            typeOf(property.getValue(), name + "." + escaped)));
        }
        if (fields.isEmpty()) {
            return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false)
                    ? SimpleType.DYN
                    : MapType.create(SimpleType.STRING, SimpleType.DYN);
        }
        return struct(name, fields);
    }

    /** What is at the root of every resource, declared or not. */
    private Map<String, CelType> ofResources(String name) {
        Map<String, CelType> metadata = new LinkedHashMap<>();
        metadata.put("name", SimpleType.STRING);
        metadata.put("generateName", SimpleType.STRING);
        Map<String, CelType> fields = new LinkedHashMap<>();
        fields.put("apiVersion", SimpleType.STRING);
        fields.put("kind", SimpleType.STRING);
        fields.put("metadata", struct(name + ".metadata", metadata));
        return fields;
    }

    /** Adds a type with fields. */
    StructType struct(String name, Map<String, CelType> declared) {
        ImmutableMap<String, CelType> fields = ImmutableMap.copyOf(declared);
        StructType struct =
                StructType.create(
                        name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
        structs.put(name, struct);
        return struct;
    }

    /** All types with fields that were met so far. */
    CelTypeProvider provider() {
        return new Structs(ImmutableMap.copyOf(structs));
    }

    private record Structs(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            return byName.values();
        }

        @Override
        public Optional<CelType> findType(String typeName) {
            return Optional.ofNullable(byName.get(typeName));
        }
    }
}
