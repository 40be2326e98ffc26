package io.pinisi.cluster.authz;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What someone may do in a namespace, as {@code SelfSubjectRulesReview} reports it. */
public final class RuleReport {
    private final RuleIndex index;

    public RuleReport(RuleIndex index) {
        this.index = index;
    }

    /** The review's status. */
    public ObjectNode of(UserInfo user, String namespace) {
        ObjectNode status = Json.object();
        ArrayNode resourceRules = status.putArray("resourceRules");
        ArrayNode otherRules = status.putArray("nonResourceRules");
        for (RuleIndex.Granted granted : index.rules(user, namespace)) {
            PolicyRule rule = granted.rule();
            if (!rule.resources().isEmpty()) {
                ObjectNode node = resourceRules.addObject();
                put(node, "verbs", rule.verbs());
                put(node, "apiGroups", rule.apiGroups());
                put(node, "resources", rule.resources());
                put(node, "resourceNames", rule.resourceNames());
            }
            if (!rule.nonResourceUrls().isEmpty()) {
                ObjectNode node = otherRules.addObject();
                put(node, "verbs", rule.verbs());
                put(node, "nonResourceURLs", rule.nonResourceUrls());
            }
        }
        return status.put("incomplete", false);
    }

    private static void put(ObjectNode node, String field, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(field);
            values.forEach(array::add);
        }
    }
}
