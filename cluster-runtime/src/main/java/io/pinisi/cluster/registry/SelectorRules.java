package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.NameRule;
import java.util.List;
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

    /** {@code core NodeSelector}: terms of expressions, at least one of them. */
    public static void checkNodes(JsonNode selector, String path, Faults faults) {
        JsonNode terms = selector.path("nodeSelectorTerms");
        if (terms.isEmpty()) {
            faults.required(
                    path + ".nodeSelectorTerms", "must have at least one node selector term");
        }
        for (int i = 0; i < terms.size(); i++) {
            JsonNode expressions = terms.get(i).path("matchExpressions");
            for (int j = 0; j < expressions.size(); j++) {
                String at = path + ".nodeSelectorTerms[" + i + "].matchExpressions[" + j + "]";
                checkNodeExpression(expressions.get(j), at, faults);
            }
        }
    }

    private static void checkNodeExpression(JsonNode expression, String path, Faults faults) {
        String operator = expression.path("operator").asString("");
        if (List.of("Gt", "Lt").contains(operator)) {
            if (expression.path("values").size() != 1) {
                faults.required(
                        path + ".values",
                        "must be specified single value when `operator` is 'Lt' or 'Gt'");
            }
            return;
        }
        checkExpression(expression, path, faults);
    }
}
