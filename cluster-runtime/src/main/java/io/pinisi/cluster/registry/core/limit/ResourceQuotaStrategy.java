package io.pinisi.cluster.registry.core.limit;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.QuantityRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class ResourceQuotaStrategy implements ResourceStrategy {
    private static final Set<String> COMPUTE =
            Set.of(
                    "cpu",
                    "memory",
                    "ephemeral-storage",
                    "requests.cpu",
                    "requests.memory",
                    "requests.storage",
                    "requests.ephemeral-storage",
                    "limits.cpu",
                    "limits.memory",
                    "limits.ephemeral-storage");
    private static final Set<String> OBJECTS =
            Set.of(
                    "pods",
                    "resourcequotas",
                    "services",
                    "replicationcontrollers",
                    "secrets",
                    "persistentvolumeclaims",
                    "configmaps",
                    "services.nodeports",
                    "services.loadbalancers");
    private static final Set<String> SCOPES =
            Set.of(
                    "Terminating",
                    "NotTerminating",
                    "BestEffort",
                    "NotBestEffort",
                    "PriorityClass",
                    "CrossNamespacePodAffinity");
    private static final Set<String> VALUES_ALLOWED = Set.of("PriorityClass");

    @Override
    public void prepare(Transition transition) {
        if (transition.isCreation()) {
            transition.next().putObject("status");
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode spec = transition.next().path("spec");
        for (Map.Entry<String, JsonNode> amount : spec.path("hard").properties()) {
            checkAmount(amount.getKey(), amount.getValue(), faults);
        }
        checkScopes(spec, faults);
        JsonNode expressions = spec.path("scopeSelector").path("matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            checkExpression(
                    expressions.get(i), "spec.scopeSelector.matchExpressions[" + i + "]", faults);
        }
        ObjectNode old = transition.old();
        if (old != null && !scopes(old).equals(scopes(transition.next()))) {
            faults.invalid("spec.scopes", spec.path("scopes"), FieldRules.IMMUTABLE);
        }
    }

    private static Set<String> scopes(ObjectNode quota) {
        Set<String> scopes = new HashSet<>();
        quota.path("spec").path("scopes").forEach(scope -> scopes.add(scope.asString("")));
        return scopes;
    }

    private static void checkAmount(String name, JsonNode amount, Faults faults) {
        String path = "spec.hard[" + name + "]";
        List<String> malformed = NameRule.qualifiedFaults(name);
        malformed.forEach(fault -> faults.invalid(path, name, fault));
        boolean known =
                name.contains("/")
                        || COMPUTE.contains(name)
                        || OBJECTS.contains(name)
                        || name.startsWith("hugepages-")
                        || name.startsWith("requests.hugepages-");
        if (malformed.isEmpty() && !known) {
            faults.invalid(path, name, "must be a standard resource type or fully qualified");
            faults.invalid(path, name, "must be a standard resource for quotas");
        }
        QuantityRules.checkNotNegative(amount, path, faults);
        Optional<Quantity> quantity = QuantityRules.read(amount);
        boolean whole = OBJECTS.contains(name) || name.startsWith("count/");
        if (whole
                && quantity.isPresent()
                && quantity.get().value().stripTrailingZeros().scale() > 0) {
            faults.invalid(path, amount, "must be an integer");
        }
    }

    private static void checkScopes(JsonNode spec, Faults faults) {
        JsonNode scopes = spec.path("scopes");
        Set<String> present = new HashSet<>();
        for (JsonNode scope : scopes) {
            String name = scope.asString("");
            if (!SCOPES.contains(name)) {
                faults.invalid("spec.scopes", scopes, "unsupported scope");
            } else if (!fits(name, spec.path("hard"))) {
                faults.invalid("spec.scopes", scopes, "unsupported scope applied to resource");
            }
            present.add(name);
        }
        for (List<String> pair :
                List.of(
                        List.of("BestEffort", "NotBestEffort"),
                        List.of("Terminating", "NotTerminating"))) {
            if (present.containsAll(pair)) {
                faults.invalid("spec.scopes", scopes, "conflicting scopes");
            }
        }
    }

    /** Scopes are about pods, so only what pods use can be limited within one. */
    private static boolean fits(String scope, JsonNode hard) {
        return hard.propertyNames().stream()
                .filter(name -> COMPUTE.contains(name) || OBJECTS.contains(name))
                .allMatch(
                        name ->
                                switch (scope) {
                                    case "BestEffort" -> name.equals("pods");
                                    default ->
                                            name.equals("pods")
                                                    || (COMPUTE.contains(name)
                                                            && !name.equals("requests.storage"));
                                });
    }

    private static void checkExpression(JsonNode expression, String path, Faults faults) {
        String scope = expression.path("scopeName").asString("");
        String operator = expression.path("operator").asString("");
        boolean values = !expression.path("values").isEmpty();
        if (!SCOPES.contains(scope)) {
            faults.invalid(path + ".scopeName", scope, "unsupported scope");
        } else if (!VALUES_ALLOWED.contains(scope) && !operator.equals("Exists")) {
            faults.invalid(
                    path + ".operator",
                    operator,
                    "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating,"
                            + " ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort,"
                            + " ResourceQuotaScopeNotBestEffort or"
                            + " ResourceQuotaScopeCrossNamespacePodAffinity");
        }
        switch (operator) {
            case "In", "NotIn" -> {
                if (!values) {
                    faults.required(
                            path + ".values",
                            "must be at least one value when `operator` is 'In' or 'NotIn' for"
                                    + " scope selector");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (values) {
                    faults.invalid(
                            path + ".values",
                            expression.path("values"),
                            "must be no value when `operator` is 'Exist' or 'DoesNotExist' for"
                                    + " scope selector");
                }
            }
            default ->
                    faults.invalid(path + ".operator", operator, "not a valid selector operator");
        }
    }
}
