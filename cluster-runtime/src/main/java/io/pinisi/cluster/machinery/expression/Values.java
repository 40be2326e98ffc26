package io.pinisi.cluster.machinery.expression;

import dev.cel.common.values.NullValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON as the plain values that rules work on. */
public final class Values {
    private Values() {}

    /** An absent tree is CEL's null. */
    public static Object of(@Nullable JsonNode tree) {
        if (tree == null || tree.isNull() || tree.isMissingNode()) {
            return NullValue.NULL_VALUE;
        }
        if (tree.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            tree.properties().forEach(field -> map.put(field.getKey(), of(field.getValue())));
            return map;
        }
        if (tree.isArray()) {
            List<Object> list = new ArrayList<>();
            tree.forEach(item -> list.add(of(item)));
            return list;
        }
        if (tree.isBoolean()) {
            return tree.asBoolean();
        }
        if (tree.isIntegralNumber()) {
            return tree.asLong();
        }
        return tree.isNumber() ? (Object) tree.asDouble() : tree.asString();
    }
}
