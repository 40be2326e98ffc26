package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** {@code apps/v1 Deployment}. */
public final class DeploymentKind {
    private DeploymentKind() {}

    public static Kind define(KindContext context) {
        return context.kind("apps", "v1", "Deployment", "deployments")
                .shortNames("deploy")
                .inAll()
                .strategy(new Rules())
                .status()
                .scale()
                .with(Kind.Trait.GENERATION)
                .columns(columns(context.columns()))
                .build();
    }

    private static Columns columns(Columns columns) {
        Columns first =
                columns.name()
                        .text(
                                "Ready",
                                o ->
                                        Columns.longAt(o, "status", "readyReplicas")
                                                + "/"
                                                + Columns.longAt(o, "spec", "replicas"))
                        .number("Up-to-date", "status", "updatedReplicas")
                        .number("Available", "status", "availableReplicas")
                        .age();
        return Workloads.wideColumns(first);
    }

    private static final class Rules implements ResourceStrategy {
        private static final List<String> STRATEGIES = List.of("Recreate", "RollingUpdate");

        @Override
        public void validate(Transition transition, Faults faults) {
            Workloads.check(transition, faults);
            JsonNode spec = transition.next().path("spec");
            checkStrategy(spec.path("strategy"), faults);
            JsonNode deadline = spec.path("progressDeadlineSeconds");
            if (!deadline.isMissingNode()
                    && deadline.asLong(0) <= spec.path("minReadySeconds").asLong(0)) {
                faults.invalid(
                        "spec.progressDeadlineSeconds",
                        deadline,
                        "must be greater than minReadySeconds");
            }
        }

        private static void checkStrategy(JsonNode strategy, Faults faults) {
            String type = strategy.path("type").asString("");
            JsonNode rolling = strategy.path("rollingUpdate");
            switch (type) {
                case "Recreate" -> {
                    if (!rolling.isMissingNode()) {
                        faults.forbidden(
                                "spec.strategy.rollingUpdate",
                                "may not be specified when strategy `type` is 'Recreate'");
                    }
                }
                case "RollingUpdate" -> checkRolling(rolling, faults);
                default -> faults.notSupported("spec.strategy.type", type, STRATEGIES);
            }
        }

        private static void checkRolling(JsonNode rolling, Faults faults) {
            String path = "spec.strategy.rollingUpdate";
            FieldRules.amount(rolling.path("maxUnavailable"), path + ".maxUnavailable", faults);
            FieldRules.amount(rolling.path("maxSurge"), path + ".maxSurge", faults);
            if (FieldRules.isZero(rolling.path("maxUnavailable"))
                    && FieldRules.isZero(rolling.path("maxSurge"))) {
                faults.invalid(
                        path + ".maxUnavailable",
                        rolling.path("maxUnavailable"),
                        "may not be 0 when `maxSurge` is 0");
            }
            FieldRules.atMostAll(rolling.path("maxUnavailable"), path + ".maxUnavailable", faults);
        }
    }
}
