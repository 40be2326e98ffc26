package io.pinisi.federation.override;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.patch.Patches;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One operation of RFC 6902, as an override writes it. */
record PatchOperation(Overrider.Operator operator, String path, @Nullable JsonNode value) {

    ObjectNode applyTo(ObjectNode tree) {
        ArrayNode patch = Json.mapper().createArrayNode();
        ObjectNode operation = patch.addObject().put("op", operator.text()).put("path", path);
        if (operator != Overrider.Operator.REMOVE) {
            operation.set("value", value == null ? Json.mapper().nullNode() : value);
        }
        return Patches.json(tree, patch);
    }
}
