package io.pinisi.cluster.machinery.patch;

import java.util.Comparator;
import tools.jackson.databind.JsonNode;

/** Compares leaves so that {@code 1}, {@code 1.0} and a long 1 are the same number. */
final class JsonNumbers {
    static final Comparator<JsonNode> COMPARATOR =
            (left, right) -> {
                if (left.isNumber() && right.isNumber()) {
                    return left.decimalValue().compareTo(right.decimalValue());
                }
                return left.equals(right) ? 0 : 1;
            };

    private JsonNumbers() {}
}
