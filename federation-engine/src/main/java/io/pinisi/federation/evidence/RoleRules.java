package io.pinisi.federation.evidence;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of roles as they were, by the way bindings refer to them. */
final class RoleRules {
    private static final String CLUSTERS_GROUP = "cluster.karmada.io";

    private final Map<String, JsonNode> rules = new HashMap<>();

    RoleRules(List<ObjectNode> clusterRoles, List<ObjectNode> roles) {
        for (ObjectNode role : clusterRoles) {
            rules.put("ClusterRole/" + Metadata.of(role).name(), role.path("rules"));
        }
        for (ObjectNode role : roles) {
            Metadata metadata = Metadata.of(role);
            rules.put("Role/" + metadata.namespace() + "/" + metadata.name(), role.path("rules"));
        }
    }

    /** Which one a binding means. */
    static String ref(JsonNode binding, String namespace) {
        JsonNode ref = binding.path("roleRef");
        String name = ref.path("name").asString("");
        return ref.path("kind").asString("").equals("Role")
                ? "Role/" + namespace + "/" + name
                : "ClusterRole/" + name;
    }

    /** One line for each rule; a role that is not there gives nothing. */
    List<String> words(String ref) {
        List<String> words = new ArrayList<>();
        for (JsonNode rule : rules(ref)) {
            String what =
                    rule.path("nonResourceURLs").isEmpty()
                            ? resources(rule)
                            : String.join(",", texts(rule, "nonResourceURLs"));
            words.add(String.join(",", texts(rule, "verbs")) + " " + what);
        }
        return words;
    }

    private static String resources(JsonNode rule) {
        List<String> resources = new ArrayList<>();
        for (String group : texts(rule, "apiGroups")) {
            for (String resource : texts(rule, "resources")) {
                resources.add(group.isEmpty() ? resource : resource + "." + group);
            }
        }
        List<String> names = texts(rule, "resourceNames");
        return String.join(",", resources)
                + (names.isEmpty() ? "" : " named " + String.join(",", names));
    }

    /**
     * The member clusters that exist for whoever has the role everywhere: what is in a cluster is
     * asked by way of its Cluster.
     */
    Set<String> clusters(String ref, Set<String> all) {
        Set<String> reached = new TreeSet<>();
        for (JsonNode rule : rules(ref)) {
            if (!names(rule, "apiGroups", CLUSTERS_GROUP) || !names(rule, "verbs", "get")) {
                continue;
            }
            if (names(rule, "resources", "clusters") || names(rule, "resources", "*/*")) {
                List<String> only = texts(rule, "resourceNames");
                reached.addAll(only.isEmpty() ? all : only);
            }
        }
        reached.retainAll(all);
        return reached;
    }

    private JsonNode rules(String ref) {
        return rules.getOrDefault(ref, MissingNode.getInstance());
    }

    private static boolean names(JsonNode rule, String field, String wanted) {
        List<String> texts = texts(rule, field);
        return texts.contains("*") || texts.contains(wanted);
    }

    private static List<String> texts(JsonNode rule, String field) {
        List<String> texts = new ArrayList<>();
        rule.path(field).forEach(one -> texts.add(one.asString("")));
        return texts;
    }
}
