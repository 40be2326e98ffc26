package io.pinisi.cluster.registry.policy;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.SelectorRules;
import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code policy/v1 PodDisruptionBudget}. */
public final class PodDisruptionBudgetKind {
    private static final String[] COUNTS = {
        "disruptionsAllowed", "currentHealthy", "desiredHealthy", "expectedPods"
    };

    private PodDisruptionBudgetKind() {}

    public static Kind define(KindContext context) {
        Columns columns =
                context.columns()
                        .name()
                        .text("Min Available", budget -> amount(budget, "minAvailable"))
                        .text("Max Unavailable", budget -> amount(budget, "maxUnavailable"))
                        .number("Allowed Disruptions", "status", "disruptionsAllowed")
                        .age();
        return context.kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets")
                .shortNames("pdb")
                .strategy(new Rules())
                .status(new StatusRules())
                .with(Kind.Trait.GENERATION)
                .columns(columns)
                .build();
    }

    private static String amount(ObjectNode budget, String field) {
        return budget.path("spec").path(field).asString("N/A");
    }

    private static final class Rules implements ResourceStrategy {
        private static final List<String> POLICIES = List.of("AlwaysAllow", "IfHealthyBudget");

        @Override
        public void prepare(Transition transition) {
            if (transition.isCreation()) {
                ObjectNode status = transition.next().putObject("status");
                for (String count : COUNTS) {
                    status.put(count, 0);
                }
            }
        }

        @Override
        public void validate(Transition transition, Faults faults) {
            JsonNode spec = transition.next().path("spec");
            if (spec.has("minAvailable") && spec.has("maxUnavailable")) {
                faults.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set");
            }
            for (String field : List.of("minAvailable", "maxUnavailable")) {
                FieldRules.amount(spec.path(field), "spec." + field, faults);
                FieldRules.atMostAll(spec.path(field), "spec." + field, faults);
            }
            SelectorRules.check(spec.path("selector"), "spec.selector", faults);
            String policy = spec.path("unhealthyPodEvictionPolicy").asString("AlwaysAllow");
            if (!POLICIES.contains(policy)) {
                faults.notSupported("spec.unhealthyPodEvictionPolicy", policy, POLICIES);
            }
        }
    }

    private static final class StatusRules extends StatusStrategy {
        @Override
        public void validate(Transition transition, Faults faults) {
            JsonNode status = transition.next().path("status");
            FieldRules.notNegative(status, "status", faults, COUNTS);
        }
    }
}
