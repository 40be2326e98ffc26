package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints schemas as OpenAPI v3 with Kubernetes' extensions, as {@code kubectl explain} reads it.
 */
public final class OpenApiSchemas {
    private static final String COMPONENTS = "#/components/schemas/";

    private OpenApiSchemas() {}

    /** One schema; shared types inside are referred to below {@code #/components/schemas/}. */
    public static ObjectNode print(Schema schema) {
        ObjectNode out = Json.object();
        if (!schema.description().isEmpty()) {
            out.put("description", schema.description());
        }
        String ref = schema.ref();
        if (ref == null) {
            shape(schema, out);
        } else {
            reference(ref, out);
        }
        put(out, "default", schema.defaultValue());
        if (schema.nullable()) {
            out.put("nullable", true);
        }
        merging(schema, out);
        new TreeMap<>(schema.constraints())
                .forEach(
                        (keyword, value) -> {
                            if (!keyword.equals(Schema.STRUCT)) {
                                out.set(keyword, value);
                            }
                        });
        return out;
    }

    /** The names of all shared types that the schemas need, directly or not. */
    public static SortedSet<String> references(Schemas schemas, Collection<Schema> roots) {
        SortedSet<String> names = new TreeSet<>();
        Deque<Schema> queue = new ArrayDeque<>(roots);
        while (!queue.isEmpty()) {
            Schema schema = queue.remove();
            String ref = schema.ref();
            if (ref != null && names.add(ref)) {
                queue.add(schemas.named(ref));
            }
            queue.addAll(schema.properties().values());
            addPresent(queue, schema.items());
            addPresent(queue, schema.additionalProperties());
        }
        return names;
    }

    private static void addPresent(Deque<Schema> queue, @Nullable Schema schema) {
        if (schema != null) {
            queue.add(schema);
        }
    }

    /** A reference may have no neighbours, so it stands in {@code allOf}. */
    private static void reference(String ref, ObjectNode out) {
        out.putArray("allOf").addObject().put("$ref", COMPONENTS + ref);
    }

    private static void shape(Schema schema, ObjectNode out) {
        if (schema.format().equals("quantity")) {
            oneOf(out, "string", "number");
            return;
        }
        if (schema.format().equals("int-or-string")) {
            out.put("format", "int-or-string");
            oneOf(out, "integer", "string");
            return;
        }
        if (schema.type() != Schema.Type.ANY) {
            out.put("type", schema.type().name().toLowerCase(Locale.ROOT));
        }
        if (!schema.format().isEmpty()) {
            boolean time = schema.format().equals("micro-time");
            out.put("format", time ? "date-time" : schema.format());
        }
        if (!schema.properties().isEmpty()) {
            ObjectNode properties = out.putObject("properties");
            schema.properties().forEach((name, property) -> properties.set(name, print(property)));
        }
        put(out, "items", schema.items());
        put(out, "additionalProperties", schema.additionalProperties());
        if (!schema.required().isEmpty()) {
            ArrayNode required = out.putArray("required");
            new TreeSet<>(schema.required()).forEach(required::add);
        }
        extensions(schema, out);
    }

    private static void extensions(Schema schema, ObjectNode out) {
        if (schema.intOrString()) {
            out.put("x-kubernetes-int-or-string", true);
        }
        if (schema.preserveUnknownFields()) {
            out.put("x-kubernetes-preserve-unknown-fields", true);
        }
        if (schema.embeddedResource()) {
            out.put("x-kubernetes-embedded-resource", true);
        }
    }

    private static void merging(Schema schema, ObjectNode out) {
        if (schema.listType() != Schema.ListType.ATOMIC) {
            String type = schema.listType().name().toLowerCase(Locale.ROOT);
            out.put("x-kubernetes-list-type", type);
        }
        if (!schema.listMapKeys().isEmpty()) {
            ArrayNode keys = out.putArray("x-kubernetes-list-map-keys");
            schema.listMapKeys().forEach(keys::add);
        }
        if (schema.atomicMap()) {
            out.put("x-kubernetes-map-type", "atomic");
        }
        String mergeKey = schema.patchMergeKey();
        if (mergeKey != null) {
            out.put("x-kubernetes-patch-merge-key", mergeKey);
        }
        if (!schema.patchStrategies().isEmpty()) {
            String strategies = String.join(",", new TreeSet<>(schema.patchStrategies()));
            out.put("x-kubernetes-patch-strategy", strategies);
        }
    }

    private static void oneOf(ObjectNode out, String... types) {
        ArrayNode choices = out.putArray("oneOf");
        for (String type : types) {
            choices.addObject().put("type", type);
        }
    }

    private static void put(ObjectNode out, String keyword, @Nullable Schema schema) {
        if (schema != null) {
            out.set(keyword, print(schema));
        }
    }

    private static void put(ObjectNode out, String keyword, @Nullable JsonNode value) {
        if (value != null) {
            out.set(keyword, value);
        }
    }

    /** Every named type that the roots need, ready for {@code components.schemas}. */
    public static Map<String, ObjectNode> components(Schemas schemas, Collection<Schema> roots) {
        Map<String, ObjectNode> components = new TreeMap<>();
        references(schemas, roots)
                .forEach(name -> components.put(name, print(schemas.named(name))));
        return components;
    }
}
