package io.pinisi.cluster.machinery.schema;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a JSON value has the type that a schema wants, and the names of types. */
final class Types {
    private Types() {}

    /** What the schema wants instead of this value's type, or null where the type is right. */
    static @Nullable String mismatch(Schema schema, JsonNode value) {
        if (schema.intOrString()) {
            return isInteger(value) || value.isString() ? null : "integer,string";
        }
        boolean right =
                switch (schema.type()) {
                    case OBJECT -> value.isObject();
                    case ARRAY -> value.isArray();
                    case STRING ->
                            value.isString()
                                    || (schema.format().equals("quantity") && value.isNumber());
                    case INTEGER -> isInteger(value);
                    case NUMBER -> value.isNumber();
                    case BOOLEAN -> value.isBoolean();
                    case ANY -> true;
                };
        return right ? null : nameOf(schema);
    }

    /** A float without a fraction counts, as it does for Kubernetes. */
    static boolean isInteger(JsonNode value) {
        return value.isIntegralNumber()
                || (value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue()));
    }

    static String nameOf(Schema schema) {
        return schema.intOrString()
                ? "integer,string"
                : schema.type().name().toLowerCase(Locale.ROOT);
    }

    static String nameOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> isInteger(value) ? "integer" : "number";
            case OBJECT, POJO -> "object";
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }
}
