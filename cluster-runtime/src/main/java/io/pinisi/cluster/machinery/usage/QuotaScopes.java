package io.pinisi.cluster.machinery.usage;

import io.pinisi.cluster.machinery.meta.GroupResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which objects a quota is about: all of its namespace, or the pods within its scopes. */
public final class QuotaScopes {
    private static final GroupResource PODS = new GroupResource("", "pods");

    private QuotaScopes() {}

    public static boolean covers(ObjectNode quota, GroupResource resource, ObjectNode object) {
        JsonNode spec = quota.path("spec");
        JsonNode scopes = spec.path("scopes");
        JsonNode expressions = spec.path("scopeSelector").path("matchExpressions");
        if (scopes.isEmpty() && expressions.isEmpty()) {
            return true;
        }
        if (!resource.equals(PODS)) {
            return false;
        }
        JsonNode pod = object.path("spec");
        return scopes.valueStream().allMatch(scope -> isIn(scope.asString(""), pod))
                && expressions.valueStream().allMatch(expression -> matches(expression, pod));
    }

    private static boolean isIn(String scope, JsonNode spec) {
        return switch (scope) {
            case "Terminating" -> spec.path("activeDeadlineSeconds").asLong(-1) >= 0;
            case "NotTerminating" -> spec.path("activeDeadlineSeconds").asLong(-1) < 0;
            case "BestEffort" -> PodUsage.isBestEffort(spec);
            case "NotBestEffort" -> !PodUsage.isBestEffort(spec);
            case "PriorityClass" -> !spec.path("priorityClassName").asString("").isEmpty();
            case "CrossNamespacePodAffinity" -> reachesOut(spec.path("affinity"));
            default -> false;
        };
    }

    private static boolean matches(JsonNode expression, JsonNode spec) {
        String scope = expression.path("scopeName").asString("");
        if (!scope.equals("PriorityClass")) {
            return isIn(scope, spec);
        }
        String name = spec.path("priorityClassName").asString("");
        boolean listed =
                expression.path("values").valueStream().anyMatch(v -> v.asString("").equals(name));
        return switch (expression.path("operator").asString("")) {
            case "In" -> !name.isEmpty() && listed;
            case "NotIn" -> !listed;
            case "Exists" -> !name.isEmpty();
            case "DoesNotExist" -> name.isEmpty();
            default -> false;
        };
    }

    private static boolean reachesOut(JsonNode affinity) {
        for (String kind : new String[] {"podAffinity", "podAntiAffinity"}) {
            JsonNode rules = affinity.path(kind);
            for (JsonNode term : rules.path("requiredDuringSchedulingIgnoredDuringExecution")) {
                if (namesNamespaces(term)) {
                    return true;
                }
            }
            for (JsonNode term : rules.path("preferredDuringSchedulingIgnoredDuringExecution")) {
                if (namesNamespaces(term.path("podAffinityTerm"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean namesNamespaces(JsonNode term) {
        return !term.path("namespaces").isEmpty() || term.has("namespaceSelector");
    }
}
