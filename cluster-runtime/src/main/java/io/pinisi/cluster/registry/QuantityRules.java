package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads and judges amounts of resources. */
public final class QuantityRules {
    private static final String PATTERN =
            "quantities must match the regular expression"
                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
    private static final String POSITIVE = "must be greater than zero";

    private QuantityRules() {}

    /** Empty for what is no amount. */
    public static Optional<Quantity> read(JsonNode amount) {
        if (!amount.isString() && !amount.isNumber()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Quantity.parse(amount.asString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public static void checkNotNegative(JsonNode amount, String path, Faults faults) {
        check(amount, path, 0, FieldRules.NOT_NEGATIVE, faults);
    }

    public static void checkPositive(JsonNode amount, String path, Faults faults) {
        check(amount, path, 1, POSITIVE, faults);
    }

    private static void check(
            JsonNode amount, String path, int leastSign, String sentence, Faults faults) {
        Optional<Quantity> quantity = read(amount);
        if (quantity.isEmpty()) {
            faults.invalid(path, amount, PATTERN);
        } else if (quantity.get().value().signum() < leastSign) {
            faults.invalid(path, quantity.get().toString(), sentence);
        }
    }

    /** Names and amounts of a map of resources. */
    public static void checkMap(JsonNode amounts, String path, Faults faults) {
        for (Map.Entry<String, JsonNode> amount : amounts.properties()) {
            String at = path + "[" + amount.getKey() + "]";
            NameRule.qualifiedFaults(amount.getKey())
                    .forEach(fault -> faults.invalid(at, amount.getKey(), fault));
            checkNotNegative(amount.getValue(), at, faults);
        }
    }
}
