package io.pinisi.cluster.machinery.patch;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.Schemas;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Applies patches. A patch that cannot be read is a bad request, one that does not fit is invalid.
 */
public final class Patches {
    private static final int JSON_PATCH_OPERATIONS_MAX = 10_000;

    private Patches() {}

    /** RFC 6902. */
    public static ObjectNode json(ObjectNode tree, JsonNode patch) {
        if (!(patch instanceof ArrayNode operations)) {
            throw ApiException.badRequest("a JSON patch must be an array of operations");
        }
        if (operations.size() > JSON_PATCH_OPERATIONS_MAX) {
            throw new ApiException(
                    Reason.REQUEST_ENTITY_TOO_LARGE,
                    "The allowed maximum operations in a JSON patch is "
                            + JSON_PATCH_OPERATIONS_MAX
                            + ", got "
                            + operations.size());
        }
        if (new JsonPatch(tree.deepCopy()).apply(operations) instanceof ObjectNode patched) {
            return patched;
        }
        throw doesNotFit("the patch leaves no object");
    }

    /** RFC 7386. */
    public static ObjectNode merge(ObjectNode tree, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            throw ApiException.badRequest("a merge patch must be an object");
        }
        return merged(tree.deepCopy(), changes);
    }

    private static ObjectNode merged(ObjectNode target, ObjectNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            String name = change.getKey();
            switch (change.getValue()) {
                case ObjectNode inner -> {
                    boolean both = target.get(name) instanceof ObjectNode;
                    ObjectNode child = both ? (ObjectNode) target.get(name) : Json.object();
                    target.set(name, merged(child, inner));
                }
                case JsonNode value when value.isNull() -> target.remove(name);
                case JsonNode value -> target.set(name, value.deepCopy());
            }
        }
        return target;
    }

    /**
     * Kubernetes' strategic merge patch. A kind without patch strategies in its schema (a custom
     * resource) must be refused by the caller with {@link Reason#UNSUPPORTED_MEDIA_TYPE}.
     */
    public static ObjectNode strategic(
            Schemas schemas, Schema schema, ObjectNode tree, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            throw ApiException.badRequest("a strategic merge patch must be an object");
        }
        return new StrategicMerge(schemas).merge(schema, tree.deepCopy(), changes.deepCopy());
    }

    static ApiException doesNotFit(String why) {
        return new ApiException(
                Reason.INVALID,
                "the server rejected our request due to an error in our request: " + why);
    }
}
