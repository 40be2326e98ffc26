package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Tolerations of pods, and those that a runtime class adds. */
public final class TolerationRules {
    private static final List<String> OPERATORS = List.of("Equal", "Exists");

    private TolerationRules() {}

    public static void check(JsonNode tolerations, String path, Faults faults) {
        for (int i = 0; i < tolerations.size(); i++) {
            checkOne(tolerations.get(i), path + "[" + i + "]", faults);
        }
    }

    private static void checkOne(JsonNode toleration, String path, Faults faults) {
        String key = toleration.path("key").asString("");
        String operator = toleration.path("operator").asString("");
        String value = toleration.path("value").asString("");
        String effect = toleration.path("effect").asString("");
        if (!key.isEmpty()) {
            NameRule.qualifiedFaults(key).forEach(f -> faults.invalid(path + ".key", key, f));
        } else if (!operator.equals("Exists")) {
            faults.invalid(
                    path + ".operator",
                    operator,
                    "operator must be Exists when `key` is empty, which means \"match all values"
                            + " and all keys\"");
        }
        if (toleration.has("tolerationSeconds") && !effect.equals("NoExecute")) {
            faults.invalid(
                    path + ".effect",
                    effect,
                    "effect must be 'NoExecute' when `tolerationSeconds` is set");
        }
        switch (operator) {
            case "", "Equal" ->
                    NameRule.LABEL_VALUE
                            .faults(value)
                            .forEach(f -> faults.invalid(path + ".operator", value, f));
            case "Exists" -> {
                if (!value.isEmpty()) {
                    faults.invalid(
                            path + ".operator",
                            value,
                            "value must be empty when `operator` is 'Exists'");
                }
            }
            default -> faults.notSupported(path + ".operator", operator, OPERATORS);
        }
    }
}
