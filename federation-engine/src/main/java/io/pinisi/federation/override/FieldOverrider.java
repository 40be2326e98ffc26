package io.pinisi.federation.override;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes a JSON or YAML document that stands as text in a field, such as a ConfigMap's value. */
record FieldOverrider(String field, String path, boolean yaml, List<PatchOperation> operations)
        implements Overrider {

    @Override
    public void apply(ObjectNode object) {
        JsonNode text = object.at(JsonPointer.compile(path));
        if (!text.isString()) {
            throw ApiException.badRequest(path + " of the object is no text");
        }
        ObjectNode document = parse(text.asString());
        for (PatchOperation operation : operations) {
            document = operation.applyTo(document);
        }
        JsonNode written =
                Json.mapper().valueToTree(yaml ? Yaml.print(document) : document.toString());
        new PlainOverrider(field, new PatchOperation(Operator.REPLACE, path, written))
                .apply(object);
    }

    private ObjectNode parse(String text) {
        if (!yaml) {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        }
        List<ObjectNode> documents = Yaml.parse(text);
        if (documents.size() != 1) {
            throw ApiException.badRequest(path + " of the object is not one YAML document");
        }
        return documents.getFirst();
    }
}
