package io.pinisi.cluster.apiserver.negotiation;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads request bodies, within the limit, in the formats that are understood. */
public final class BodyDecoder {
    /** As the original: what a request may carry at the most. */
    public static final int LIMIT_BYTES = 3 * 1024 * 1024;

    private BodyDecoder() {}

    /** One object, which must be there. */
    public static ObjectNode object(ApiRequest request) {
        ObjectNode object = optional(request);
        if (object == null) {
            throw ApiException.badRequest("the request has no body where an object is expected");
        }
        return object;
    }

    /** One object, or null for an empty body. */
    public static @Nullable ObjectNode optional(ApiRequest request) {
        byte[] body = request.body().read(LIMIT_BYTES);
        return body.length == 0 ? null : parse(request, body);
    }

    private static ObjectNode parse(ApiRequest request, byte[] body) {
        String type = MediaRange.parse(request.header("content-type")).type();
        return switch (type) {
            case "", "application/json" -> Json.parse(body);
            case "application/yaml" -> yaml(body);
            case "application/vnd.kubernetes.protobuf" -> Protobuf.DECODER.decode(body);
            default ->
                    throw new ApiException(
                            Reason.UNSUPPORTED_MEDIA_TYPE,
                            "the body of the request was in an unknown format - accepted media"
                                    + " types include: application/json, application/yaml,"
                                    + " application/vnd.kubernetes.protobuf");
        };
    }

    /**
     * What a body says, for those who only tell of it; null where it is none of the forms.
     *
     * @throws ApiException where it is not well-formed
     */
    public static @Nullable JsonNode tree(String contentType, byte[] body) {
        String type = MediaRange.parse(contentType).type();
        if (body.length == 0) {
            return null;
        }
        if (type.isEmpty() || type.endsWith("json")) {
            try {
                return Json.mapper().readTree(body);
            } catch (JacksonException e) {
                throw ApiException.badRequest("the body is no JSON: " + e.getOriginalMessage());
            }
        }
        return switch (type) {
            case "application/yaml", "application/apply-patch+yaml" -> yaml(body);
            case "application/vnd.kubernetes.protobuf" -> Protobuf.DECODER.decode(body);
            default -> null;
        };
    }

    /** One document exactly. */
    public static ObjectNode yaml(byte[] body) {
        List<ObjectNode> documents = Yaml.parse(body);
        if (documents.size() != 1) {
            throw ApiException.badRequest(
                    "the body must be one YAML document, not " + documents.size());
        }
        return documents.getFirst();
    }
}
