package io.pinisi.federation.override;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.placement.Workloads;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes a part of image names.
 *
 * @param path of the one image; empty for those of all containers
 */
record ImageOverrider(
        String field,
        String path,
        ImageReference.Component component,
        Operator operator,
        String value)
        implements Overrider {

    @Override
    public void apply(ObjectNode object) {
        if (!path.isEmpty()) {
            at(object);
            return;
        }
        JsonNode pod = Workloads.podSpec(object);
        if (pod == null) {
            return;
        }
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode container : pod.path(list)) {
                if (container instanceof ObjectNode found && found.path("image").isString()) {
                    found.put("image", changed(found.path("image").asString()));
                }
            }
        }
    }

    private void at(ObjectNode object) {
        JsonNode image = object.at(JsonPointer.compile(path));
        if (!image.isString()) {
            throw ApiException.badRequest(path + " of the object is no image");
        }
        JsonNode written = Json.mapper().valueToTree(changed(image.asString()));
        new PlainOverrider(field, new PatchOperation(Operator.REPLACE, path, written))
                .apply(object);
    }

    private String changed(String image) {
        return ImageReference.of(image).with(component, operator, value).toString();
    }
}
