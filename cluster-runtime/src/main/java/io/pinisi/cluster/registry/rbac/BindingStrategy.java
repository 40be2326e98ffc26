package io.pinisi.cluster.registry.rbac;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.EscalationGuard;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class BindingStrategy implements ResourceStrategy {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final List<String> SUBJECTS = List.of("Group", "ServiceAccount", "User");

    private final String resource;
    private final EscalationGuard guard;

    BindingStrategy(String resource, EscalationGuard guard) {
        this.resource = resource;
        this.guard = guard;
    }

    @Override
    public void prepare(Transition transition) {
        ObjectNode old = transition.old();
        ObjectNode next = transition.next();
        if (old == null || !Objects.equals(old.get("subjects"), next.get("subjects"))) {
            guard.check(transition.user(), resource, next);
        }
    }

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        ObjectNode old = transition.old();
        checkRole(next.path("roleRef"), faults);
        if (old != null && !old.path("roleRef").equals(next.path("roleRef"))) {
            faults.invalid("roleRef", next.path("roleRef"), "cannot change roleRef");
        }
        JsonNode subjects = next.path("subjects");
        for (int i = 0; i < subjects.size(); i++) {
            checkSubject(subjects.get(i), "subjects[" + i + "]", faults);
        }
    }

    private void checkRole(JsonNode role, Faults faults) {
        List<String> kinds =
                resource.equals("rolebindings")
                        ? List.of("Role", "ClusterRole")
                        : List.of("ClusterRole");
        if (!role.path("apiGroup").asString("").equals(GROUP)) {
            faults.notSupported(
                    "roleRef.apiGroup", role.path("apiGroup").asString(""), List.of(GROUP));
        }
        if (!kinds.contains(role.path("kind").asString(""))) {
            faults.notSupported("roleRef.kind", role.path("kind").asString(""), kinds);
        }
        String name = role.path("name").asString("");
        if (name.isEmpty()) {
            faults.required("roleRef.name", "");
        } else {
            NameRule.PATH_SEGMENT
                    .faults(name)
                    .forEach(fault -> faults.invalid("roleRef.name", name, fault));
        }
    }

    private void checkSubject(JsonNode subject, String path, Faults faults) {
        String kind = subject.path("kind").asString("");
        String group = subject.path("apiGroup").asString("");
        if (subject.path("name").asString("").isEmpty()) {
            faults.required(path + ".name", "");
        }
        switch (kind) {
            case "ServiceAccount" -> {
                if (!group.isEmpty()) {
                    faults.notSupported(path + ".apiGroup", group, List.of(""));
                }
                if (subject.path("namespace").asString("").isEmpty()) {
                    faults.required(path + ".namespace", "");
                }
            }
            case "User", "Group" -> {
                if (!group.equals(GROUP)) {
                    faults.notSupported(path + ".apiGroup", group, List.of(GROUP));
                }
            }
            default -> faults.notSupported(path + ".kind", kind, SUBJECTS);
        }
    }
}
