package io.pinisi.cluster.registry;

import tools.jackson.databind.JsonNode;

/** Rules of a label selector in its object form. */
public final class SelectorRules {
    private SelectorRules() {}

    public static void check(JsonNode selector, String path, Faults faults) {
        MetadataRules.checkLabels(selector.get("matchLabels"), path + ".matchLabels", faults);
        JsonNode expressions = selector.path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            checkExpression(expressions.get(i), path + ".matchExpressions[" + i + "]", faults);
        }
    }

    /** Whether the selector would select everything. */
    public static boolean isEmpty(JsonNode selector) {
        return selector.path("matchLabels").isEmpty()
                && selector.path("matchExpressions").isEmpty();
    }

    private static void checkExpression(JsonNode expression, String path, Faults faults) {
        JsonNode values = expression.path("values");
        String operator = expression.path("operator").asString("");
        switch (operator) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    faults.required(
                            path + ".values",
                            "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    faults.forbidden(
                            path + ".values",
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default ->
                    faults.invalid(path + ".operator", operator, "not a valid selector operator");
        }
        String key = expression.path("key").asString("");
        NameRule.qualifiedFaults(key).forEach(f -> faults.invalid(path + ".key", key, f));
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i).asString("");
            String at = path + ".values[" + i + "]";
            NameRule.LABEL_VALUE.faults(value).forEach(f -> faults.invalid(at, value, f));
        }
    }
}
