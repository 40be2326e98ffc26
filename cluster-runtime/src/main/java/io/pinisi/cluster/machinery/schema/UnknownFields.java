package io.pinisi.cluster.machinery.schema;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds fields that a schema does not declare. An object without any, which is nearly every one, is
 * only walked through; paths are built when there is something to name.
 */
public final class UnknownFields {
    private final Schemas schemas;

    public UnknownFields(Schemas schemas) {
        this.schemas = schemas;
    }

    /**
     * Removes the unknown fields.
     *
     * @return them in Kubernetes' words, such as {@code unknown field "spec.foo"}, or nothing
     */
    public List<String> prune(Schema schema, ObjectNode object) {
        if (isKnown(schema, object)) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        prune(schema, object, "", found);
        return found;
    }

    private boolean isKnown(Schema unresolved, JsonNode node) {
        return switch (node) {
            case ObjectNode object -> areKnown(schemas.resolve(unresolved), object);
            case ArrayNode array -> {
                Schema items = schemas.resolve(unresolved).items();
                if (items != null) {
                    for (int i = 0; i < array.size(); i++) {
                        if (!isKnown(items, array.get(i))) {
                            yield false;
                        }
                    }
                }
                yield true;
            }
            default -> true;
        };
    }

    private boolean areKnown(Schema schema, ObjectNode object) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            Schema declared = declared(schema, field.getKey());
            if (declared == null
                    ? !keepsUndeclared(schema)
                    : !isKnown(declared, field.getValue())) {
                return false;
            }
        }
        return true;
    }

    private void prune(Schema unresolved, JsonNode node, String path, List<String> found) {
        Schema schema = schemas.resolve(unresolved);
        switch (node) {
            case ObjectNode object -> prune(schema, object, path, found);
            case ArrayNode array -> {
                Schema items = schema.items();
                for (int i = 0; items != null && i < array.size(); i++) {
                    prune(items, array.get(i), path + "[" + i + "]", found);
                }
            }
            default -> {}
        }
    }

    private void prune(Schema schema, ObjectNode object, String path, List<String> found) {
        Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            Schema declared = declared(schema, field.getKey());
            if (declared != null) {
                prune(declared, field.getValue(), name, found);
            } else if (!keepsUndeclared(schema)) {
                fields.remove();
                found.add("unknown field \"" + name + "\"");
            }
        }
    }

    private static @Nullable Schema declared(Schema schema, String name) {
        Schema property = schema.properties().get(name);
        return property == null ? schema.additionalProperties() : property;
    }

    /** A value without a declared type is kept as it is; so is what a definition asks to keep. */
    private static boolean keepsUndeclared(Schema schema) {
        return schema.preserveUnknownFields() || schema.type() != Schema.Type.OBJECT;
    }
}
