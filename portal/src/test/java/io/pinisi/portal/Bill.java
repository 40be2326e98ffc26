package io.pinisi.portal;

import io.pinisi.cluster.machinery.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The bill of materials that the build has just put into the jar. */
final class Bill {
    private static final Path FILE = Path.of("target", "classes", "META-INF", "sbom", "bom.json");

    private Bill() {}

    static List<JsonNode> components() throws IOException {
        List<JsonNode> components = new ArrayList<>();
        Json.parse(Files.readAllBytes(FILE)).path("components").forEach(components::add);
        if (components.isEmpty()) {
            throw new AssertionError("the bill names nothing");
        }
        return components;
    }
}
