package io.pinisi.cluster.machinery.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Schemas of custom resources, from the {@code openAPIV3Schema} of their definition. */
public final class CrdSchemas {
    private static final JsonNode NOTHING =
            tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    private static final Schema TEXT = SchemaReader.read(typed("type", "string"));
    private static final Schema METADATA =
            SchemaReader.read(typed("$ref", BuiltInSchemas.OBJECT_META));

    private CrdSchemas() {}

    /**
     * The schema to work with: what the definition says, plus {@code apiVersion}, {@code kind} and
     * {@code metadata} at the root and in embedded resources, which every object has unsaid.
     *
     * @param openApiV3Schema null where the version has none, which keeps any field
     */
    public static Schema compile(@Nullable JsonNode openApiV3Schema) {
        Schema written =
                openApiV3Schema == null
                        ? SchemaReader.read(typed("x-kubernetes-preserve-unknown-fields", "true"))
                        : SchemaReader.read(openApiV3Schema);
        return complete(written, Place.ROOT);
    }

    private enum Place {
        ROOT,
        INSIDE
    }

    private static Schema complete(Schema schema, Place place) {
        boolean object = place == Place.ROOT || schema.embeddedResource();
        Map<String, Schema> properties = new LinkedHashMap<>();
        if (object) {
            properties.put("apiVersion", TEXT);
            properties.put("kind", TEXT);
            properties.put("metadata", METADATA);
        }
        schema.properties()
                .forEach(
                        (name, property) -> {
                            if (!object || !properties.containsKey(name)) {
                                properties.put(name, complete(property, Place.INSIDE));
                            }
                        });
        Schema items = schema.items();
        Schema values = schema.additionalProperties();
        return new Schema(
                schema.ref(),
                object ? Schema.Type.OBJECT : schema.type(),
                schema.format(),
                schema.description(),
                properties,
                items == null ? null : complete(items, Place.INSIDE),
                values == null ? null : complete(values, Place.INSIDE),
                schema.required(),
                schema.defaultValue(),
                schema.nullable(),
                schema.intOrString(),
                schema.preserveUnknownFields(),
                schema.embeddedResource(),
                schema.listType(),
                schema.listMapKeys(),
                schema.atomicMap(),
                schema.patchMergeKey(),
                Set.copyOf(schema.patchStrategies()),
                schema.constraints());
    }

    private static JsonNode typed(String keyword, String value) {
        tools.jackson.databind.node.ObjectNode node = NOTHING.asObject().deepCopy();
        if (value.equals("true")) {
            return node.put(keyword, true);
        }
        return node.put(keyword, value);
    }
}
