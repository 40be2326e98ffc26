package io.pinisi.cluster.machinery.expression;

import java.util.Map;

/**
 * An object that a rule has written out: {@code Object.spec{replicas: 2}}.
 *
 * @param type as the rule names it; the path of the fields that lead to it, after {@code Object}
 */
public record ObjectValue(String type, Map<String, Object> fields) {
    /** What is at the root. */
    static final String ROOT = "Object";

    public ObjectValue {
        fields = Map.copyOf(fields);
    }
}
