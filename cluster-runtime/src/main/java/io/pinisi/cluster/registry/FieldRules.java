package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.value.IntOrPercent;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Rules that many kinds have for single fields. */
public final class FieldRules {
    private FieldRules() {}

    /**
     * @param path of {@code parent}
     */
    public static void notNegative(JsonNode parent, String path, Faults faults, String... fields) {
        for (String field : fields) {
            if (parent.path(field).asLong(0) < 0) {
                faults.invalid(
                        path + "." + field,
                        parent.path(field),
                        "must be greater than or equal to 0");
            }
        }
    }

    /** These fields keep the value that they were created with. */
    public static void unchanged(
            JsonNode old, JsonNode next, String path, Faults faults, String... fields) {
        for (String field : fields) {
            if (!Objects.equals(old.get(field), next.get(field))) {
                faults.invalid(path + "." + field, next.path(field), "field is immutable");
            }
        }
    }

    /** A number from 0 on, or a percentage. */
    public static void amount(JsonNode amount, String path, Faults faults) {
        if (amount.isString() && IntOrPercent.of(amount).isEmpty()) {
            faults.invalid(
                    path,
                    amount,
                    "a valid percent string must be a numeric string followed by an ending"
                            + " '%' (e.g. '1%',  or '93%', regex used for validation is"
                            + " '[0-9]+%')");
        } else if (amount.isNumber() && amount.asLong() < 0) {
            faults.invalid(path, amount, "must be greater than or equal to 0");
        }
    }

    public static void atMostAll(JsonNode amount, String path, Faults faults) {
        Optional<IntOrPercent> parsed = IntOrPercent.of(amount);
        if (parsed.isPresent() && parsed.get().isPercent() && parsed.get().amount() > 100) {
            faults.invalid(path, amount, "must not be greater than 100%");
        }
    }

    /** Whether an amount is 0, of whatever. */
    public static boolean isZero(JsonNode amount) {
        return IntOrPercent.of(amount).map(value -> value.amount() == 0).orElse(!amount.isString());
    }
}
