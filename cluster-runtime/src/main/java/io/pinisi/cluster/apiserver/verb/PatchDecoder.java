package io.pinisi.cluster.apiserver.verb;

import io.pinisi.cluster.apiserver.ApiRequest;
import io.pinisi.cluster.apiserver.negotiation.BodyDecoder;
import io.pinisi.cluster.apiserver.negotiation.MediaRange;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.FieldError;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.PatchBody;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a patch by its media type, and holds the options of apply to their rules. */
final class PatchDecoder {
    private PatchDecoder() {}

    static PatchBody decode(ApiRequest request, Target target) {
        PatchBody.Type type = type(request);
        checkOptions(request, type);
        byte[] body = request.body().read(BodyDecoder.LIMIT_BYTES);
        return switch (type) {
            case JSON -> new PatchBody(type, array(body), target.version());
            case MERGE, STRATEGIC -> new PatchBody(type, Json.parse(body), target.version());
            case APPLY ->
                    new PatchBody(type, ResourceVerbs.toStorage(target, BodyDecoder.yaml(body)));
        };
    }

    private static PatchBody.Type type(ApiRequest request) {
        String mediaType = MediaRange.parse(request.header("content-type")).type();
        for (PatchBody.Type type : PatchBody.Type.values()) {
            if (type.mediaType().equals(mediaType)) {
                return type;
            }
        }
        throw new ApiException(
                Reason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json,"
                        + " application/strategic-merge-patch+json,"
                        + " application/apply-patch+yaml");
    }

    private static void checkOptions(ApiRequest request, PatchBody.Type type) {
        if (type == PatchBody.Type.APPLY && request.query().first("fieldManager").isEmpty()) {
            throw Parameters.invalid(
                    "PatchOptions",
                    FieldError.required("fieldManager", "is required for apply patch"));
        }
        if (type != PatchBody.Type.APPLY && request.query().has("force")) {
            throw Parameters.invalid(
                    "PatchOptions",
                    FieldError.forbidden("force", "may not be specified for non-apply patch"));
        }
    }

    private static JsonNode array(byte[] body) {
        try {
            JsonNode tree = Json.mapper().readTree(body);
            if (tree.isArray()) {
                return tree;
            }
            throw ApiException.badRequest("a JSON patch must be an array of operations");
        } catch (JacksonException e) {
            throw ApiException.badRequest("the body is no JSON: " + e.getOriginalMessage());
        }
    }
}
