package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The types of Kubernetes itself. The build reads them from the classes of the Java client and
 * completes them with the tables of {@code src/schemas/tables}; here they are only loaded, each
 * when it is first asked for.
 */
public final class BuiltInSchemas implements Schemas {
    /** Name of the metadata that every object has. */
    public static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    private static final String RESOURCE = "built-in.types";

    /** Schemas by name, as the text of the resource. */
    private final Map<String, String> texts = new TreeMap<>();

    private final Map<GroupVersionKind, String> kinds = new HashMap<>();
    private final Map<String, Schema> read = new ConcurrentHashMap<>();

    private BuiltInSchemas(BufferedReader resource) {
        resource.lines()
                .forEach(
                        line -> {
                            String[] parts = line.split("\t", 3);
                            texts.put(parts[0], parts[2]);
                            if (!parts[1].isEmpty()) {
                                kinds.put(kind(parts[1]), parts[0]);
                            }
                        });
    }

    private static GroupVersionKind kind(String text) {
        String[] parts = text.split("/", -1);
        return new GroupVersionKind(parts[0], parts[1], parts[2]);
    }

    /** Reads the index of the resource; one copy is enough for a process. */
    public static BuiltInSchemas load() {
        try (InputStream in = BuiltInSchemas.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing: build with Maven");
            }
            return new BuiltInSchemas(
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Schema named(String ref) {
        Schema schema = read.get(ref);
        return schema == null ? read.computeIfAbsent(ref, this::parse) : schema;
    }

    private Schema parse(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no type is named " + name);
        }
        return SchemaReader.read(Json.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The schema of a built-in kind (lists and options included). */
    public Optional<Schema> find(GroupVersionKind kind) {
        return nameOf(kind).map(this::named);
    }

    /** The type name of a built-in kind, such as {@code io.k8s.api.apps.v1.Deployment}. */
    @Override
    public Optional<String> nameOf(GroupVersionKind kind) {
        return Optional.ofNullable(kinds.get(kind));
    }

    /** Every type's name, sorted. */
    public List<String> names() {
        return List.copyOf(texts.keySet());
    }
}
