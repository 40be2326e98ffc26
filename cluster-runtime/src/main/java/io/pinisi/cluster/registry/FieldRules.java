package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.value.IntOrPercent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rules that many kinds have for single fields. */
public final class FieldRules {
    static final String NOT_NEGATIVE = "must be greater than or equal to 0";
    public static final String IMMUTABLE = "field is immutable";

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

    /** Text that has to be there and not be empty. */
    public static boolean isFilled(JsonNode node, String field, String path, Faults faults) {
        if (node.path(field).asString("").isEmpty()) {
            faults.required(path + "." + field, "");
            return false;
        }
        return true;
    }

    /** A name of the given form, where one is given. */
    public static void checkName(NameRule rule, String name, String path, Faults faults) {
        rule.faults(name).forEach(fault -> faults.invalid(path, name, fault));
    }

    /** One of a few words; absent is missing. */
    public static void checkChoice(String value, List<String> allowed, String path, Faults faults) {
        if (!allowed.contains(value)) {
            faults.notSupported(path, value, allowed);
        }
    }

    public static void checkNotNegative(JsonNode number, String path, Faults faults) {
        if (number.asLong(0) < 0) {
            faults.invalid(path, number, NOT_NEGATIVE);
        }
    }

    /** A field of the old and the new object that may not differ. */
    public static void checkUnchanged(
            @Nullable ObjectNode old, ObjectNode next, String field, Faults faults) {
        if (old == null) {
            return;
        }
        String[] steps = field.split("\\.");
        JsonNode before = old;
        JsonNode after = next;
        for (String step : steps) {
            before = before.path(step);
            after = after.path(step);
        }
        if (!Objects.equals(before, after)) {
            faults.invalid(field, after, IMMUTABLE);
        }
    }

    /** A list of words that are each of a few. */
    public static void checkChoices(
            JsonNode values, List<String> allowed, String path, Faults faults) {
        for (int i = 0; i < values.size(); i++) {
            checkChoice(values.get(i).asString(""), allowed, path + "[" + i + "]", faults);
        }
    }
}
