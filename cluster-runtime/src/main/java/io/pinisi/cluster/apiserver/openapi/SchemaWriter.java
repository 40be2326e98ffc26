package io.pinisi.cluster.apiserver.openapi;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Schemas;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes schemas as OpenAPI has them, and every named type they lead to. */
final class SchemaWriter {
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    private final Schemas schemas;
    private final Dialect dialect;
    private final Map<String, ObjectNode> written = new TreeMap<>();
    private final Deque<String> pending = new ArrayDeque<>();

    SchemaWriter(Schemas schemas, Dialect dialect) {
        this.schemas = schemas;
        this.dialect = dialect;
    }

    /** Adds a kind's root schema under its name and returns the name. */
    String addKind(GroupVersionKind kind, Schema schema) {
        Optional<String> builtIn = schemas.nameOf(kind);
        if (builtIn.isPresent()) {
            String name = builtIn.get();
            written.computeIfAbsent(name, known -> write(schemas.named(known)));
            return name;
        }
        String name = nameOf(kind);
        if (!written.containsKey(name)) {
            ObjectNode node = write(schemas.resolve(schema));
            completeCustom(node);
            addKindMark(node, kind);
            written.put(name, node);
        }
        return name;
    }

    /** Custom resources describe only what is their own. */
    private void completeCustom(ObjectNode node) {
        ObjectNode properties = node.withObject("properties");
        Map<String, Schema> common = schemas.named(META + "Status").properties();
        properties.set("apiVersion", write(Objects.requireNonNull(common.get("apiVersion"))));
        properties.set("kind", write(Objects.requireNonNull(common.get("kind"))));
        properties.set("metadata", refTo(META + "ObjectMeta"));
    }

    /** A list of a kind, as built-in types have one. */
    String addList(GroupVersionKind listKind, String itemName) {
        String name = itemName + "List";
        if (!written.containsKey(name)) {
            ObjectNode list = Json.object().put("type", "object");
            list.put("description", listKind.kind() + " is a list of " + itemName);
            list.putArray("required").add("items");
            ObjectNode properties = list.putObject("properties");
            properties.set("apiVersion", Json.object().put("type", "string"));
            ObjectNode items = Json.object().put("type", "array");
            items.set("items", Json.object().put("$ref", dialect.ref(itemName)));
            properties.set("items", items);
            properties.set("kind", Json.object().put("type", "string"));
            properties.set("metadata", refTo(META + "ListMeta"));
            written.put(name, list);
            addKindMark(list, listKind);
        }
        return name;
    }

    private static void addKindMark(ObjectNode node, GroupVersionKind kind) {
        ArrayNode kinds = node.withArray("x-kubernetes-group-version-kind");
        kinds.addObject()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static String nameOf(GroupVersionKind kind) {
        String[] parts = kind.group().split("\\.");
        StringBuilder name = new StringBuilder();
        for (int i = parts.length - 1; i >= 0; i--) {
            name.append(parts[i]).append('.');
        }
        return name.append(kind.version()).append('.').append(kind.kind()).toString();
    }

    /** Every named type that has been led to, its own included, by name. */
    Map<String, ObjectNode> all() {
        for (String name = pending.poll(); name != null; name = pending.poll()) {
            if (!written.containsKey(name)) {
                written.put(name, write(schemas.named(name)));
            }
        }
        return written;
    }

    private ObjectNode refTo(String name) {
        pending.add(name);
        ObjectNode ref = Json.object().put("$ref", dialect.ref(name));
        if (dialect == Dialect.V2) {
            return ref;
        }
        ObjectNode node = Json.object();
        node.putArray("allOf").add(ref);
        return node;
    }

    ObjectNode write(Schema schema) {
        ObjectNode node = place(schema);
        String description = description(schema);
        if (!description.isEmpty()) {
            node.put("description", description);
        }
        if (schema.defaultValue() != null) {
            node.set("default", schema.defaultValue());
        }
        if (schema.nullable() && dialect == Dialect.V3) {
            node.put("nullable", true);
        }
        extensions(schema, node);
        return node;
    }

    /** Where a field says nothing of itself, what its type says. */
    private String description(Schema schema) {
        return schema.description().isEmpty()
                ? schemas.resolve(schema).description()
                : schema.description();
    }

    private ObjectNode place(Schema schema) {
        String ref = schema.ref();
        if (ref != null) {
            return refTo(ref);
        }
        ObjectNode node = Json.object();
        if (schema.intOrString()) {
            return intOrString(node);
        }
        if (schema.type() != Schema.Type.ANY) {
            node.put("type", schema.type().name().toLowerCase(Locale.ROOT));
        }
        if (!schema.format().isEmpty()) {
            node.put("format", schema.format());
        }
        if (!schema.properties().isEmpty()) {
            ObjectNode properties = node.putObject("properties");
            new TreeMap<>(schema.properties())
                    .forEach((name, value) -> properties.set(name, write(value)));
        }
        if (!schema.required().isEmpty()) {
            texts(node, "required", new TreeSet<>(schema.required()));
        }
        Schema items = schema.items();
        if (items != null) {
            node.set("items", write(items));
        }
        Schema additional = schema.additionalProperties();
        if (additional != null) {
            node.set("additionalProperties", write(additional));
        }
        new TreeMap<>(schema.constraints()).forEach(node::set);
        return node;
    }

    private ObjectNode intOrString(ObjectNode node) {
        node.put("format", "int-or-string");
        if (dialect == Dialect.V2) {
            return node.put("type", "string");
        }
        ArrayNode oneOf = node.putArray("oneOf");
        oneOf.addObject().put("type", "integer");
        oneOf.addObject().put("type", "string");
        return node;
    }

    private static void extensions(Schema schema, ObjectNode node) {
        if (schema.preserveUnknownFields()) {
            node.put("x-kubernetes-preserve-unknown-fields", true);
        }
        if (schema.embeddedResource()) {
            node.put("x-kubernetes-embedded-resource", true);
        }
        if (schema.listType() != Schema.ListType.ATOMIC) {
            node.put("x-kubernetes-list-type", schema.listType().name().toLowerCase(Locale.ROOT));
        }
        if (!schema.listMapKeys().isEmpty()) {
            texts(node, "x-kubernetes-list-map-keys", schema.listMapKeys());
        }
        if (schema.atomicMap()) {
            node.put("x-kubernetes-map-type", "atomic");
        }
        if (!schema.patchStrategies().isEmpty()) {
            node.put(
                    "x-kubernetes-patch-strategy",
                    String.join(",", new TreeSet<>(schema.patchStrategies())));
        }
        if (schema.patchMergeKey() != null) {
            node.put("x-kubernetes-patch-merge-key", schema.patchMergeKey());
        }
    }

    private static void texts(ObjectNode node, String field, Collection<String> values) {
        ArrayNode array = node.putArray(field);
        values.forEach(array::add);
    }
}
