package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** {@code apps/v1 Deployment}. */
public final class DeploymentKind {
    private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

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
            checkAmount(rolling.path("maxUnavailable"), path + ".maxUnavailable", faults);
            checkAmount(rolling.path("maxSurge"), path + ".maxSurge", faults);
            if (isZero(rolling.path("maxUnavailable")) && isZero(rolling.path("maxSurge"))) {
                faults.invalid(
                        path + ".maxUnavailable",
                        rolling.path("maxUnavailable"),
                        "may not be 0 when `maxSurge` is 0");
            }
            if (rolling.path("maxUnavailable").isString()
                    && percent(rolling.path("maxUnavailable")) > 100) {
                faults.invalid(
                        path + ".maxUnavailable",
                        rolling.path("maxUnavailable"),
                        "must not be greater than 100%");
            }
        }

        private static void checkAmount(JsonNode amount, String path, Faults faults) {
            if (amount.isString() && !PERCENT.matcher(amount.stringValue()).matches()) {
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

        private static boolean isZero(JsonNode amount) {
            return amount.isString() ? percent(amount) == 0 : amount.asLong(0) == 0;
        }

        private static int percent(JsonNode amount) {
            String text = amount.stringValue();
            return PERCENT.matcher(text).matches()
                    ? Integer.parseInt(text.substring(0, text.length() - 1))
                    : -1;
        }
    }
}
