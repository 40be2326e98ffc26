package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.apiserver.ApiResponse;
import io.pinisi.cluster.apiserver.StatusObject;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Yaml;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a tree as JSON, YAML or protobuf. */
public final class Encoder {
    private Encoder() {}

    /** As wanted, or as JSON where the object has no protobuf form. */
    public static ApiResponse encode(int status, JsonNode tree, Accepted.Encoding encoding) {
        return switch (encoding) {
            case JSON -> ApiResponse.json(status, tree);
            case YAML ->
                    ApiResponse.of(
                            status,
                            encoding.mediaType(),
                            Yaml.print(tree).getBytes(StandardCharsets.UTF_8));
            case PROTOBUF ->
                    tree instanceof ObjectNode object && Protobuf.ENCODER.knows(object)
                            ? ApiResponse.of(
                                    status, encoding.mediaType(), Protobuf.ENCODER.object(object))
                            : ApiResponse.json(status, tree);
        };
    }

    /** A failure in the form that the client reads, or as JSON where it reads none of ours. */
    public static ApiResponse error(String acceptHeader, ApiException exception) {
        ApiResponse plain = ApiResponse.error(exception);
        Accepted.Encoding encoding = wanted(acceptHeader);
        if (encoding == Accepted.Encoding.JSON) {
            return plain;
        }
        ApiResponse encoded = encode(plain.status(), StatusObject.of(exception), encoding);
        String retry = plain.header("Retry-After");
        return retry.isEmpty() ? encoded : encoded.with("Retry-After", retry);
    }

    private static Accepted.Encoding wanted(String acceptHeader) {
        try {
            return Accepted.of(acceptHeader, () -> true).encoding();
        } catch (ApiException e) {
            return Accepted.Encoding.JSON;
        }
    }
}
