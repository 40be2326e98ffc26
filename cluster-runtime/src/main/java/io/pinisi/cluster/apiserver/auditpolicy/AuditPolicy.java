package io.pinisi.cluster.apiserver.auditpolicy;

import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.json.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is recorded of which request: the first rule that matches decides. */
public record AuditPolicy(
        List<PolicyRule> rules, Set<Stage> omitStages, boolean omitManagedFields) {
    private static final Decision NOTHING =
            new Decision(Level.NONE, EnumSet.allOf(Stage.class), false);

    public AuditPolicy {
        rules = List.copyOf(rules);
        omitStages = Set.copyOf(omitStages);
    }

    /** What is recorded of one request. */
    record Decision(Level level, Set<Stage> omitted, boolean omitManagedFields) {
        Decision {
            omitted = Set.copyOf(omitted);
        }

        boolean records(Stage stage) {
            return level != Level.NONE && !omitted.contains(stage);
        }
    }

    /**
     * @throws IllegalArgumentException where the file is no policy, or one without rules
     */
    public static AuditPolicy read(Path file) throws IOException {
        List<ObjectNode> documents = Yaml.parse(Files.readAllBytes(file));
        if (documents.size() != 1) {
            throw new IllegalArgumentException(file + " must hold one audit policy");
        }
        return parse(documents.getFirst());
    }

    static AuditPolicy parse(ObjectNode policy) {
        if (!policy.path("apiVersion").asString("").equals("audit.k8s.io/v1")
                || !policy.path("kind").asString("").equals("Policy")) {
            throw new IllegalArgumentException("the audit policy is no Policy of audit.k8s.io/v1");
        }
        List<PolicyRule> rules = new ArrayList<>();
        policy.path("rules").forEach(rule -> rules.add(rule(rule)));
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("the audit policy has no rules");
        }
        return new AuditPolicy(
                rules,
                stages(policy.path("omitStages")),
                policy.path("omitManagedFields").asBoolean(false));
    }

    private static PolicyRule rule(JsonNode rule) {
        List<PolicyRule.Resources> resources = new ArrayList<>();
        rule.path("resources")
                .forEach(
                        one ->
                                resources.add(
                                        new PolicyRule.Resources(
                                                one.path("group").asString(""),
                                                texts(one.path("resources")),
                                                texts(one.path("resourceNames")))));
        JsonNode omit = rule.path("omitManagedFields");
        return new PolicyRule(
                Level.parse(rule.path("level").asString("")),
                texts(rule.path("users")),
                texts(rule.path("userGroups")),
                texts(rule.path("verbs")),
                resources,
                texts(rule.path("namespaces")),
                texts(rule.path("nonResourceURLs")),
                stages(rule.path("omitStages")),
                omit.isBoolean() ? omit.booleanValue() : null);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString("")));
        return texts;
    }

    private static Set<Stage> stages(JsonNode list) {
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        list.forEach(stage -> stages.add(Stage.parse(stage.asString(""))));
        return stages;
    }

    Decision decide(UserInfo user, RequestInfo request) {
        for (PolicyRule rule : rules) {
            if (rule.matches(user, request)) {
                Set<Stage> omitted = EnumSet.noneOf(Stage.class);
                omitted.addAll(omitStages);
                omitted.addAll(rule.omitStages());
                Boolean own = rule.omitManagedFields();
                return new Decision(rule.level(), omitted, own == null ? omitManagedFields : own);
            }
        }
        return NOTHING;
    }
}
