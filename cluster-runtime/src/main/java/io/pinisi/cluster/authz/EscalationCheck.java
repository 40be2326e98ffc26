package io.pinisi.cluster.authz;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.EscalationGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps people from giving away rights that they do not have, unless they hold the verb {@code
 * escalate} on the role or {@code bind} on the role that is bound.
 */
public final class EscalationCheck implements EscalationGuard {
    private static final String GROUP = "rbac.authorization.k8s.io";

    private final Authorizer authorizer;
    private final RuleIndex index;

    public EscalationCheck(Authorizer authorizer, RuleIndex index) {
        this.authorizer = authorizer;
        this.index = index;
    }

    @Override
    public void check(UserInfo user, String resource, ObjectNode object) {
        if (user.groups().contains(UserInfo.MASTERS)) {
            return;
        }
        switch (resource) {
            case "roles", "clusterroles" -> checkRole(user, resource, object);
            case "rolebindings", "clusterrolebindings" -> checkBinding(user, resource, object);
            default -> throw new IllegalArgumentException(resource);
        }
    }

    private void checkRole(UserInfo user, String resource, ObjectNode role) {
        ObjectKey key = RuleIndex.key(role);
        if (!may(user, "escalate", resource, key)) {
            require(user, resource, key, PolicyRule.list(role.path("rules")));
        }
    }

    private void checkBinding(UserInfo user, String resource, ObjectNode binding) {
        ObjectKey key = RuleIndex.key(binding);
        boolean namespaced = "Role".equals(Json.text(binding, "roleRef", "kind"));
        String name = Objects.requireNonNullElse(Json.text(binding, "roleRef", "name"), "");
        ObjectKey role = new ObjectKey(namespaced ? key.namespace() : null, name);
        ObjectKey asked = new ObjectKey(key.namespace(), name);
        if (may(user, "bind", namespaced ? "roles" : "clusterroles", asked)) {
            return;
        }
        List<PolicyRule> rules = index.role(role);
        if (rules == null) {
            throw ApiException.notFound(
                    new GroupResource(GROUP, namespaced ? "roles" : "clusterroles"), name);
        }
        require(user, resource, key, rules);
    }

    private boolean may(UserInfo user, String verb, String resource, ObjectKey key) {
        Attributes attributes =
                new Attributes(
                        user,
                        verb,
                        GROUP,
                        "v1",
                        resource,
                        "",
                        Objects.requireNonNullElse(key.namespace(), ""),
                        key.name(),
                        "");
        return authorizer.authorize(attributes) instanceof Authorizer.Decision.Allowed;
    }

    private void require(UserInfo user, String resource, ObjectKey key, List<PolicyRule> wanted) {
        String namespace = Objects.requireNonNullElse(key.namespace(), "");
        List<RuleIndex.Granted> own = index.rules(user, namespace);
        List<PolicyRule> missing = new ArrayList<>();
        for (PolicyRule rule : wanted) {
            for (PolicyRule atom : rule.atoms()) {
                if (own.stream().noneMatch(granted -> granted.rule().covers(atom))) {
                    missing.add(atom);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw ApiException.forbidden(
                    new GroupResource(GROUP, resource),
                    key.name(),
                    "user \"%s\" (groups=[\"%s\"]) is attempting to grant RBAC permissions not currently held:\n%s"
                            .formatted(
                                    user.name(),
                                    String.join("\" \"", user.groups()),
                                    missing.stream()
                                            .map(PolicyRule::compact)
                                            .collect(Collectors.joining("\n"))));
        }
    }
}
