package io.pinisi.cluster.registry.autoscaling;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;

final class AutoscalerRules implements ResourceStrategy {
    private static final int LONGEST_WINDOW = 3600;
    private static final int LONGEST_PERIOD = 1800;
    private static final List<String> CHOICES = List.of("Disabled", "Max", "Min");
    private static final List<String> POLICIES = List.of("Percent", "Pods");

    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition.next().putObject("status").put("desiredReplicas", 0);
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        long min = spec.path("minReplicas").asLong(1);
        long max = spec.path("maxReplicas").asLong(0);
        if (min < 1) {
            faults.invalid("spec.minReplicas", min, "must be greater than or equal to 1");
        }
        if (max < 1) {
            faults.invalid("spec.maxReplicas", max, "must be greater than 0");
        }
        if (max < min) {
            faults.invalid(
                    "spec.maxReplicas", max, "must be greater than or equal to `minReplicas`");
        }
        checkReference(spec.path("scaleTargetRef"), "spec.scaleTargetRef", faults);
        JsonNode metrics = spec.path("metrics");
        for (int i = 0; i < metrics.size(); i++) {
            MetricRules.check(metrics.get(i), "spec.metrics[" + i + "]", faults);
        }
        for (String direction : List.of("scaleUp", "scaleDown")) {
            JsonNode rules = spec.path("behavior").get(direction);
            if (rules != null) {
                checkRules(rules, "spec.behavior." + direction, faults);
            }
        }
    }

    static void checkReference(JsonNode reference, String path, Faults faults) {
        for (String field : List.of("kind", "name")) {
            String value = reference.path(field).asString("");
            if (value.isEmpty()) {
                faults.required(path + "." + field, "");
            } else {
                NameRule.PATH_SEGMENT
                        .faults(value)
                        .forEach(fault -> faults.invalid(path + "." + field, value, fault));
            }
        }
    }

    private static void checkRules(JsonNode rules, String path, Faults faults) {
        JsonNode window = rules.path("stabilizationWindowSeconds");
        String at = path + ".stabilizationWindowSeconds";
        if (window.asLong(0) < 0) {
            faults.invalid(at, window, "must be greater than or equal to zero");
        }
        if (window.asLong(0) > LONGEST_WINDOW) {
            faults.invalid(at, window, "must be less than or equal to " + LONGEST_WINDOW);
        }
        String choice = rules.path("selectPolicy").asString("Max");
        if (!CHOICES.contains(choice)) {
            faults.notSupported(path + ".selectPolicy", choice, CHOICES);
        }
        JsonNode policies = rules.path("policies");
        if (policies.isEmpty()) {
            faults.required(path + ".policies", "must specify at least one Policy");
        }
        for (int i = 0; i < policies.size(); i++) {
            checkPolicy(policies.get(i), path + ".policies[" + i + "]", faults);
        }
    }

    private static void checkPolicy(JsonNode policy, String path, Faults faults) {
        String type = policy.path("type").asString("");
        if (!POLICIES.contains(type)) {
            faults.notSupported(path + ".type", type, POLICIES);
        }
        for (String field : List.of("value", "periodSeconds")) {
            if (policy.path(field).asLong(0) <= 0) {
                faults.invalid(
                        path + "." + field,
                        policy.path(field).asLong(0),
                        "must be greater than zero");
            }
        }
        if (policy.path("periodSeconds").asLong(0) > LONGEST_PERIOD) {
            faults.invalid(
                    path + ".periodSeconds",
                    policy.path("periodSeconds"),
                    "must be less than or equal to " + LONGEST_PERIOD);
        }
    }
}
