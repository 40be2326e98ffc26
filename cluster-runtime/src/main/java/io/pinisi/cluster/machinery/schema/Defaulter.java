package io.pinisi.cluster.machinery.schema;

import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills in what an object leaves unsaid: the defaults of its schema and, for built-in kinds, those
 * that depend on other fields ({@link ComputedDefaults}). It also drops explicit nulls, which mean
 * the same as absence unless a field is nullable.
 */
public final class Defaulter {
    private final Schemas schemas;
    private final ComputedDefaults computed;

    public Defaulter(Schemas schemas) {
        this.schemas = schemas;
        this.computed = new ComputedDefaults(schemas);
    }

    /** Completes the object in place; running it again changes nothing. */
    public void apply(Schema schema, ObjectNode object) {
        Schema resolved = schemas.resolve(schema);
        boolean builtIn =
                schema.ref() != null
                        || resolved.constraints().containsKey("x-kubernetes-group-version-kind");
        fill(resolved, object, builtIn);
    }

    private void fill(Schema schema, ObjectNode object, boolean builtIn) {
        dropNulls(schema, object, builtIn);
        for (Map.Entry<String, Schema> property : schema.properties().entrySet()) {
            JsonNode value = property.getValue().defaultValue();
            if (value != null && isUnset(object.get(property.getKey()), value, builtIn)) {
                object.set(property.getKey(), value.deepCopy());
            }
        }
        if (builtIn) {
            computed.apply(schema, object);
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getValue().isContainer()) {
                Schema declared = schema.properties().get(field.getKey());
                declared = declared == null ? schema.additionalProperties() : declared;
                if (declared != null) {
                    descend(declared, field.getValue(), builtIn);
                }
            }
        }
    }

    /** Built-in types cannot tell empty text from none. */
    private static boolean isUnset(@Nullable JsonNode present, JsonNode value, boolean builtIn) {
        return present == null
                || (builtIn
                        && present.isString()
                        && present.stringValue().isEmpty()
                        && value.isString());
    }

    private void descend(Schema unresolved, JsonNode node, boolean builtIn) {
        Schema schema = schemas.resolve(unresolved);
        boolean inBuiltIn = builtIn || unresolved.ref() != null;
        switch (node) {
            case ObjectNode object -> fill(schema, object, inBuiltIn);
            case ArrayNode array -> {
                Schema items = schema.items();
                for (int i = 0; items != null && i < array.size(); i++) {
                    descend(items, array.get(i), inBuiltIn);
                }
            }
            default -> {}
        }
    }

    /** A custom resource's null stays where no default replaces it, for validation to refuse. */
    private static void dropNulls(Schema schema, ObjectNode object, boolean builtIn) {
        Iterator<Map.Entry<String, JsonNode>> fields = object.properties().iterator();
        while (fields.hasNext()) {
            Map.Entry<String, JsonNode> field = fields.next();
            if (!field.getValue().isNull()) {
                continue;
            }
            Schema declared = schema.properties().get(field.getKey());
            boolean replaced =
                    declared != null
                            && !declared.nullable()
                            && (builtIn || declared.defaultValue() != null);
            if (replaced) {
                fields.remove();
            }
        }
    }
}
