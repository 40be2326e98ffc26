package io.pinisi.cluster.authz;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Roles and bindings, ready to be asked: bindings are found by subject and namespace, so that a
 * decision looks at the caller's own few and not at all there are.
 *
 * <p>Thread-safe; written by the watches, one object at a time, read by every request.
 */
public final class RuleIndex {
    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    private final Map<ObjectKey, List<PolicyRule>> roles = new ConcurrentHashMap<>();
    private final Map<ObjectKey, Binding> bindings = new ConcurrentHashMap<>();

    /** Bindings by {@code namespace/kind:name} of a subject; cluster bindings have no namespace. */
    private final Map<String, Map<ObjectKey, Binding>> bySubject = new ConcurrentHashMap<>();

    /**
     * @param role key of the role; without namespace for a cluster role
     * @param subjects as {@code kind:name}
     */
    record Binding(ObjectKey key, ObjectKey role, String roleKind, List<String> subjects) {}

    /** A rule that applies, and the binding it comes by. */
    record Granted(PolicyRule rule, Binding binding) {}

    /** Takes in a Role or ClusterRole. */
    public void putRole(ObjectNode role) {
        roles.put(key(role), PolicyRule.list(role.path("rules")));
    }

    public void removeRole(ObjectKey key) {
        roles.remove(key);
    }

    /** Takes in a RoleBinding or ClusterRoleBinding. */
    public synchronized void putBinding(ObjectNode object) {
        Binding binding = binding(object);
        removeBinding(binding.key);
        bindings.put(binding.key, binding);
        for (String subject : binding.subjects) {
            bySubject
                    .computeIfAbsent(
                            place(binding.key.namespace(), subject), _ -> new ConcurrentHashMap<>())
                    .put(binding.key, binding);
        }
    }

    public synchronized void removeBinding(ObjectKey key) {
        Binding old = bindings.remove(key);
        if (old == null) {
            return;
        }
        for (String subject : old.subjects) {
            String place = place(key.namespace(), subject);
            Map<ObjectKey, Binding> others = bySubject.get(place);
            if (others != null) {
                others.remove(key);
                if (others.isEmpty()) {
                    bySubject.remove(place);
                }
            }
        }
    }

    /** Every rule that holds for the user in the namespace, cluster-wide ones included. */
    List<Granted> rules(UserInfo user, String namespace) {
        List<Granted> rules = new ArrayList<>();
        List<String> subjects = subjects(user);
        for (String subject : subjects) {
            collect(rules, place(null, subject));
        }
        if (!namespace.isEmpty()) {
            for (String subject : subjects) {
                collect(rules, place(namespace, subject));
            }
        }
        return rules;
    }

    private void collect(List<Granted> rules, String place) {
        for (Binding binding : bySubject.getOrDefault(place, Map.of()).values()) {
            for (PolicyRule rule : roles.getOrDefault(binding.role, List.of())) {
                rules.add(new Granted(rule, binding));
            }
        }
    }

    /** The rules of a role, or null where it does not exist. */
    public @Nullable List<PolicyRule> role(ObjectKey key) {
        return roles.get(key);
    }

    private static List<String> subjects(UserInfo user) {
        List<String> subjects = new ArrayList<>(user.groups().size() + 2);
        subjects.add("User:" + user.name());
        if (user.name().startsWith(SERVICE_ACCOUNT)) {
            subjects.add("ServiceAccount:" + user.name().substring(SERVICE_ACCOUNT.length()));
        }
        for (String group : user.groups()) {
            subjects.add("Group:" + group);
        }
        return subjects;
    }

    private static Binding binding(ObjectNode object) {
        ObjectKey key = key(object);
        String roleKind = Objects.requireNonNullElse(Json.text(object, "roleRef", "kind"), "");
        String roleName = Objects.requireNonNullElse(Json.text(object, "roleRef", "name"), "");
        ObjectKey role = new ObjectKey(roleKind.equals("Role") ? key.namespace() : null, roleName);
        List<String> subjects = new ArrayList<>();
        for (JsonNode subject : object.path("subjects")) {
            String kind = subject.path("kind").asString("");
            String name = subject.path("name").asString("");
            subjects.add(
                    kind.equals("ServiceAccount")
                            ? "ServiceAccount:" + namespaceOf(subject, key.namespace()) + ":" + name
                            : kind + ":" + name);
        }
        return new Binding(key, role, roleKind, List.copyOf(subjects));
    }

    private static String namespaceOf(JsonNode subject, @Nullable String ofBinding) {
        String namespace = subject.path("namespace").asString("");
        return namespace.isEmpty() && ofBinding != null ? ofBinding : namespace;
    }

    private static String place(@Nullable String namespace, String subject) {
        return namespace == null ? "/" + subject : namespace + "/" + subject;
    }

    static ObjectKey key(ObjectNode object) {
        return new ObjectKey(
                Json.text(object, "metadata", "namespace"),
                Objects.requireNonNullElse(Json.text(object, "metadata", "name"), ""));
    }
}
