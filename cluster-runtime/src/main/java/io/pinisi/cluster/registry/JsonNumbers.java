package io.pinisi.cluster.registry;

import java.util.Comparator;
import tools.jackson.databind.JsonNode;

/** Equality of leaves in which {@code 1} is {@code 1} whatever Java type holds it. */
final class JsonNumbers {
    static final Comparator<JsonNode> COMPARATOR =
            (one, other) -> {
                if (one.isNumber() && other.isNumber()) {
                    return one.decimalValue().compareTo(other.decimalValue());
                }
                return one.equals(other) ? 0 : 1;
            };

    private JsonNumbers() {}
}
