package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.registry.Faults;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A structural schema says the type of every value, so that unknown fields can be told. */
final class StructuralRules {
    private StructuralRules() {}

    static void check(JsonNode schema, String path, Faults faults) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String at = path + ".properties[" + property.getKey() + "]";
            checkTyped(property.getValue(), at, "specified object fields", faults);
            check(property.getValue(), at, faults);
        }
        JsonNode items = schema.path("items");
        if (items.isObject()) {
            checkTyped(items, path + ".items", "specified array items", faults);
            check(items, path + ".items", faults);
        } else if (schema.path("type").asString("").equals("array")) {
            faults.required(path + ".items", "must be specified");
        }
        JsonNode additional = schema.path("additionalProperties");
        if (additional.isObject()) {
            if (schema.has("properties")) {
                faults.forbidden(
                        path + ".additionalProperties",
                        "additionalProperties and properties are mutual exclusive");
            }
            checkTyped(
                    additional, path + ".additionalProperties", "specified object fields", faults);
            check(additional, path + ".additionalProperties", faults);
        }
        if (schema.path("uniqueItems").asBoolean(false)) {
            faults.forbidden(
                    path + ".uniqueItems",
                    "uniqueItems cannot be set to true since the runtime complexity becomes"
                            + " quadratic");
        }
    }

    private static void checkTyped(JsonNode schema, String path, String where, Faults faults) {
        boolean free =
                schema.path("x-kubernetes-preserve-unknown-fields").asBoolean(false)
                        || schema.path("x-kubernetes-int-or-string").asBoolean(false);
        if (schema.path("type").asString("").isEmpty() && !free) {
            faults.required(path + ".type", "must not be empty for " + where);
        }
    }
}
