package io.pinisi.cluster.authz.bootstrap;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the compact table of roles into the objects they are. */
final class BootstrapRoles {
    static final String API_VERSION = "rbac.authorization.k8s.io/v1";
    private static final String API_GROUP = "rbac.authorization.k8s.io";
    private static final String AGGREGATE = "rbac.authorization.k8s.io/aggregate-to-";

    private final Map<String, JsonNode> rows = new LinkedHashMap<>();

    BootstrapRoles(JsonNode table) {
        for (JsonNode row : table) {
            rows.put(row.path("name").asString(), row);
        }
    }

    static BootstrapRoles load() {
        try (InputStream in = BootstrapRoles.class.getResourceAsStream("roles.yaml")) {
            String text =
                    new String(
                            Objects.requireNonNull(in, "roles.yaml").readAllBytes(),
                            StandardCharsets.UTF_8);
            return new BootstrapRoles(Yaml.parse("roles:\n" + text).getFirst().path("roles"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<ObjectNode> clusterRoles() {
        List<ObjectNode> roles = new ArrayList<>();
        rows.forEach((name, row) -> roles.add(role(name, row)));
        return roles;
    }

    List<ObjectNode> clusterRoleBindings() {
        List<ObjectNode> bindings = new ArrayList<>();
        bindings.add(binding("cluster-admin", List.of(subject("Group", "system:masters"))));
        rows.forEach(
                (name, row) -> {
                    List<ObjectNode> subjects = subjects(row);
                    if (!subjects.isEmpty()) {
                        bindings.add(binding(name, subjects));
                    }
                });
        return bindings;
    }

    private ObjectNode role(String name, JsonNode row) {
        ObjectNode role = object("ClusterRole", name);
        String into = row.path("aggregate").asString("");
        if (!into.isEmpty()) {
            ((ObjectNode) role.path("metadata").path("labels")).put(AGGREGATE + into, "true");
        }
        String of = row.path("aggregates").asString("");
        if (!of.isEmpty()) {
            role.putObject("aggregationRule")
                    .putArray("clusterRoleSelectors")
                    .addObject()
                    .putObject("matchLabels")
                    .put(AGGREGATE + of, "true");
        }
        ArrayNode rules = role.putArray("rules");
        collect(row, rules);
        return role;
    }

    /** The role's own rules and those of the roles that flow into it. */
    private void collect(JsonNode row, ArrayNode into) {
        row.path("rules").forEach(rule -> into.add(rule(rule)));
        String of = row.path("aggregates").asString("");
        if (of.isEmpty()) {
            return;
        }
        for (JsonNode other : rows.values()) {
            if (of.equals(other.path("aggregate").asString(""))) {
                collect(other, into);
            }
        }
    }

    private static ObjectNode rule(JsonNode compact) {
        ObjectNode rule = Json.object();
        copy(compact, "groups", rule, "apiGroups");
        copy(compact, "resources", rule, "resources");
        copy(compact, "names", rule, "resourceNames");
        copy(compact, "urls", rule, "nonResourceURLs");
        copy(compact, "verbs", rule, "verbs");
        return rule;
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        JsonNode values = from.get(field);
        if (values != null) {
            to.set(name, values.deepCopy());
        }
    }

    private static List<ObjectNode> subjects(JsonNode row) {
        List<ObjectNode> subjects = new ArrayList<>();
        row.path("groups").forEach(g -> subjects.add(subject("Group", g.asString())));
        row.path("users").forEach(u -> subjects.add(subject("User", u.asString())));
        row.path("accounts").forEach(a -> subjects.add(account(a.asString())));
        String controller = row.path("controller").asString("");
        if (!controller.isEmpty()) {
            subjects.add(account(controller));
        }
        return subjects;
    }

    private static ObjectNode subject(String kind, String name) {
        return Json.object().put("kind", kind).put("apiGroup", API_GROUP).put("name", name);
    }

    private static ObjectNode account(String name) {
        return Json.object()
                .put("kind", "ServiceAccount")
                .put("name", name)
                .put("namespace", "kube-system");
    }

    private static ObjectNode binding(String role, List<ObjectNode> subjects) {
        ObjectNode binding = object("ClusterRoleBinding", role);
        binding.putObject("roleRef")
                .put("apiGroup", API_GROUP)
                .put("kind", "ClusterRole")
                .put("name", role);
        ArrayNode list = binding.putArray("subjects");
        subjects.forEach(list::add);
        return binding;
    }

    private static ObjectNode object(String kind, String name) {
        ObjectNode object = Json.object().put("apiVersion", API_VERSION).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata").put("name", name);
        metadata.putObject("labels").put("kubernetes.io/bootstrapping", "rbac-defaults");
        metadata.putObject("annotations")
                .put("rbac.authorization.kubernetes.io/autoupdate", "true");
        return object;
    }
}
