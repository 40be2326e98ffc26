package io.pinisi.cluster.registry.rbac;

import io.pinisi.cluster.registry.EscalationGuard;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class RoleStrategy implements ResourceStrategy {
    private final String resource;
    private final EscalationGuard guard;

    RoleStrategy(String resource, EscalationGuard guard) {
        this.resource = resource;
        this.guard = guard;
    }

    /** Relabelling a role gives nothing away; changing its rules may. */
    @Override
    public void prepare(Transition transition) {
        ObjectNode old = transition.old();
        ObjectNode next = transition.next();
        if (old == null
                || !Objects.equals(old.get("rules"), next.get("rules"))
                || !Objects.equals(old.get("aggregationRule"), next.get("aggregationRule"))) {
            guard.check(transition.user(), resource, next);
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        JsonNode rules = transition.next().path("rules");
        boolean cluster = resource.equals("clusterroles");
        for (int i = 0; i < rules.size(); i++) {
            checkRule(rules.get(i), "rules[" + i + "]", cluster, faults);
        }
    }

    private static void checkRule(JsonNode rule, String path, boolean cluster, Faults faults) {
        if (rule.path("verbs").isEmpty()) {
            faults.required(path + ".verbs", "verbs must contain at least one value");
        }
        boolean paths = !rule.path("nonResourceURLs").isEmpty();
        if (paths) {
            if (!cluster) {
                faults.invalid(
                        path + ".nonResourceURLs",
                        rule.path("nonResourceURLs"),
                        "namespaced rules cannot apply to non-resource URLs");
            }
            if (!rule.path("apiGroups").isEmpty()
                    || !rule.path("resources").isEmpty()
                    || !rule.path("resourceNames").isEmpty()) {
                faults.invalid(
                        path + ".nonResourceURLs",
                        rule.path("nonResourceURLs"),
                        "rules cannot apply to both regular resources and non-resource URLs");
            }
            return;
        }
        if (rule.path("apiGroups").isEmpty()) {
            faults.required(
                    path + ".apiGroups", "resource rules must supply at least one api group");
        }
        if (rule.path("resources").isEmpty()) {
            faults.required(
                    path + ".resources", "resource rules must supply at least one resource");
        }
    }
}
