package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The types of Kubernetes itself. The build reads them from the classes of the Java client and
 * completes them with the tables of {@code src/schemas/tables}; here they are only loaded.
 */
public final class BuiltInSchemas implements Schemas {
    /** Name of the metadata that every object has. */
    public static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private static final String RESOURCE = "built-in.json";

    private final SortedMap<String, Schema> types = new TreeMap<>();
    private final Map<String, Schema> byName;
    private final Map<GroupVersionKind, String> kinds = new HashMap<>();

    private BuiltInSchemas(JsonNode resource) {
        for (Map.Entry<String, JsonNode> type : resource.properties()) {
            types.put(type.getKey(), SchemaReader.read(type.getValue()));
            for (JsonNode kind : type.getValue().path("x-kubernetes-group-version-kind")) {
                kinds.put(
                        new GroupVersionKind(
                                kind.path("group").asString(),
                                kind.path("version").asString(),
                                kind.path("kind").asString()),
                        type.getKey());
            }
        }
        byName = Map.copyOf(types);
    }

    /** Reads the resource of the class path, which takes some ten milliseconds: do it once. */
    public static BuiltInSchemas load() {
        try (InputStream in = BuiltInSchemas.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing: build with Maven");
            }
            return new BuiltInSchemas(Json.parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Schema named(String ref) {
        Schema schema = byName.get(ref);
        if (schema == null) {
            throw new IllegalArgumentException("no type is named " + ref);
        }
        return schema;
    }

    /** The schema of a built-in kind (lists and options included). */
    public Optional<Schema> find(GroupVersionKind kind) {
        return nameOf(kind).map(this::named);
    }

    /** The type name of a built-in kind, such as {@code io.k8s.api.apps.v1.Deployment}. */
    public Optional<String> nameOf(GroupVersionKind kind) {
        return Optional.ofNullable(kinds.get(kind));
    }

    /** Every type's name, sorted. */
    public List<String> names() {
        return List.copyOf(types.keySet());
    }
}
