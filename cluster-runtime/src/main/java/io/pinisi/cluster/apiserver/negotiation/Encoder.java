package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.machinery.json.Yaml;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Writes a tree as JSON or YAML. */
public final class Encoder {
    private Encoder() {}

    public static ApiResponse encode(int status, JsonNode tree, Accepted.Encoding encoding) {
        return switch (encoding) {
            case JSON -> ApiResponse.json(status, tree);
            case YAML ->
                    ApiResponse.of(
                            status,
                            encoding.mediaType(),
                            Yaml.print(tree).getBytes(StandardCharsets.UTF_8));
        };
    }
}
