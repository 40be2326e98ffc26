package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The rules of {@code podFailurePolicy}. */
final class FailurePolicyRules {
    private static final int MOST_RULES = 20;
    private static final int MOST_VALUES = 255;
    private static final int MOST_PATTERNS = 20;
    private static final List<String> ACTIONS = List.of("Count", "FailIndex", "FailJob", "Ignore");
    private static final List<String> OPERATORS = List.of("In", "NotIn");
    private static final List<String> STATUSES = List.of("False", "True", "Unknown");

    private FailurePolicyRules() {}

    static void check(JsonNode spec, String path, Faults faults) {
        JsonNode rules = spec.path("podFailurePolicy").path("rules");
        tooMany(rules, path + ".rules", MOST_RULES, faults);
        for (int i = 0; i < rules.size(); i++) {
            checkRule(spec, rules.get(i), path + ".rules[" + i + "]", faults);
        }
    }

    private static void tooMany(JsonNode list, String path, int most, Faults faults) {
        if (list.size() > most) {
            faults.tooMany(path, list.size(), most);
        }
    }

    private static void checkRule(JsonNode spec, JsonNode rule, String path, Faults faults) {
        String action = rule.path("action").asString("");
        checkChoice(action, ACTIONS, path + ".action", faults);
        if (action.equals("FailIndex") && !spec.has("backoffLimitPerIndex")) {
            faults.invalid(path + ".action", action, "requires the backoffLimitPerIndex to be set");
        }
        JsonNode codes = rule.get("onExitCodes");
        JsonNode conditions = rule.path("onPodConditions");
        if (codes != null) {
            checkCodes(spec, codes, path + ".onExitCodes", faults);
        }
        checkConditions(conditions, path + ".onPodConditions", faults);
        if (codes != null && !conditions.isEmpty()) {
            faults.invalid(
                    path, "specifying both OnExitCodes and OnPodConditions is not supported");
        } else if (codes == null && conditions.isEmpty()) {
            faults.invalid(path, "specifying one of OnExitCodes and OnPodConditions is required");
        }
    }

    private static void checkChoice(
            String value, List<String> allowed, String path, Faults faults) {
        if (value.isEmpty()) {
            faults.required(path, "valid values: [\"" + String.join("\" \"", allowed) + "\"]");
        } else if (!allowed.contains(value)) {
            faults.notSupported(path, value, allowed);
        }
    }

    private static void checkConditions(JsonNode patterns, String path, Faults faults) {
        tooMany(patterns, path, MOST_PATTERNS, faults);
        for (int i = 0; i < patterns.size(); i++) {
            String at = path + "[" + i + "]";
            String type = patterns.get(i).path("type").asString("");
            NameRule.qualifiedFaults(type).forEach(f -> faults.invalid(at + ".type", type, f));
            checkChoice(
                    patterns.get(i).path("status").asString(""), STATUSES, at + ".status", faults);
        }
    }

    private static void checkCodes(JsonNode spec, JsonNode codes, String path, Faults faults) {
        String operator = codes.path("operator").asString("");
        checkChoice(operator, OPERATORS, path + ".operator", faults);
        String container = codes.path("containerName").asString("");
        if (codes.has("containerName") && !containers(spec).contains(container)) {
            faults.invalid(
                    path + ".containerName",
                    container,
                    "must be one of the container or initContainer names in the pod template");
        }
        JsonNode values = codes.path("values");
        if (values.isEmpty()) {
            faults.invalid(path + ".values", values, "at least one value is required");
        }
        tooMany(values, path + ".values", MOST_VALUES, faults);
        checkValues(values, operator, path + ".values", faults);
    }

    private static void checkValues(JsonNode values, String operator, String path, Faults faults) {
        Set<Integer> seen = new HashSet<>();
        boolean ordered = true;
        for (int i = 0; i < values.size(); i++) {
            int value = values.get(i).asInt(0);
            String at = path + "[" + i + "]";
            if (operator.equals("In") && value == 0) {
                faults.invalid(at, value, "must not be 0 for the In operator");
            }
            if (!seen.add(value)) {
                faults.duplicate(at, values.get(i));
            }
            ordered &= i == 0 || values.get(i - 1).asInt(0) <= value;
        }
        if (!ordered) {
            faults.invalid(path, values, "must be ordered");
        }
    }

    private static Set<String> containers(JsonNode spec) {
        Set<String> names = new HashSet<>();
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path("template").path("spec").path(list)) {
                names.add(container.path("name").asString(""));
            }
        }
        return names;
    }
}
