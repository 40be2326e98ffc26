package io.pinisi.federation.known;

import io.pinisi.cluster.machinery.json.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The table of kinds of other projects. */
public final class KnownKinds {
    private static final Map<String, KnownKind> ROWS = load();

    private KnownKinds() {}

    /** The row of an object's kind, whatever its version. */
    public static Optional<KnownKind> find(JsonNode object) {
        String apiVersion = object.path("apiVersion").asString("");
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? Optional.empty()
                : Optional.ofNullable(
                        ROWS.get(
                                apiVersion.substring(0, slash + 1)
                                        + object.path("kind").asString("")));
    }

    /** As {@code GROUP/KIND}. */
    public static Set<String> names() {
        return ROWS.keySet();
    }

    private static Map<String, KnownKind> load() {
        try (InputStream stream = KnownKinds.class.getResourceAsStream("kinds.yaml")) {
            if (stream == null) {
                throw new IllegalStateException("the jar lacks kinds.yaml");
            }
            Map<String, KnownKind> rows = new HashMap<>();
            ObjectNode table = Yaml.parse(stream.readAllBytes()).getFirst();
            for (JsonNode row : table.path("rows")) {
                KnownKind known = KnownKind.of(row);
                row.path("kinds").forEach(name -> rows.put(name.asString(""), known));
            }
            return Map.copyOf(rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
