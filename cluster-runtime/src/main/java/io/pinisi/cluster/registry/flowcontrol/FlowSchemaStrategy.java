package io.pinisi.cluster.registry.flowcontrol;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.ResourceStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class FlowSchemaStrategy implements ResourceStrategy {
    private static final int LAST_PRECEDENCE = 10_000;
    private static final List<String> METHODS = List.of("ByNamespace", "ByUser");
    private static final List<String> SUBJECTS = List.of("Group", "ServiceAccount", "User");

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode spec = next.path("spec");
        checkPrecedence(Metadata.of(next).name(), spec.path("matchingPrecedence"), faults);
        if (spec.has("distinguisherMethod")) {
            FieldRules.checkChoice(
                    spec.path("distinguisherMethod").path("type").asString(""),
                    METHODS,
                    "spec.distinguisherMethod.type",
                    faults);
        }
        String level = spec.path("priorityLevelConfiguration").path("name").asString("");
        if (level.isEmpty()) {
            faults.required(
                    "spec.priorityLevelConfiguration.name", "must reference a priority level");
        } else {
            FieldRules.checkName(
                    NameRule.DNS_SUBDOMAIN, level, "spec.priorityLevelConfiguration.name", faults);
        }
        JsonNode rules = spec.path("rules");
        for (int i = 0; i < rules.size(); i++) {
            checkRule(rules.get(i), "spec.rules[" + i + "]", faults);
        }
    }

    private static void checkPrecedence(String name, JsonNode precedence, Faults faults) {
        String path = "spec.matchingPrecedence";
        int value = precedence.asInt(0);
        if (value <= 0) {
            faults.invalid(path, precedence, "must be a positive value");
        } else if (value > LAST_PRECEDENCE) {
            faults.invalid(path, precedence, "must not be greater than " + LAST_PRECEDENCE);
        } else if (value == 1 && !name.equals("exempt")) {
            faults.invalid(
                    path,
                    precedence,
                    "only the schema named 'exempt' may have matchingPrecedence 1");
        }
    }

    private static void checkRule(JsonNode rule, String path, Faults faults) {
        JsonNode subjects = rule.path("subjects");
        if (subjects.isEmpty()) {
            faults.required(path + ".subjects", "subjects must contain at least one value");
        }
        for (int i = 0; i < subjects.size(); i++) {
            String at = path + ".subjects[" + i + "]";
            String kind = subjects.get(i).path("kind").asString("");
            FieldRules.checkChoice(kind, SUBJECTS, at + ".kind", faults);
        }
        JsonNode resources = rule.path("resourceRules");
        JsonNode urls = rule.path("nonResourceRules");
        if (resources.isEmpty() && urls.isEmpty()) {
            faults.required(
                    path, "at least one of resourceRules and nonResourceRules has to be non-empty");
        }
        for (int i = 0; i < resources.size(); i++) {
            checkResources(resources.get(i), path + ".resourceRules[" + i + "]", faults);
        }
        for (int i = 0; i < urls.size(); i++) {
            String at = path + ".nonResourceRules[" + i + "]";
            checkSome(urls.get(i), "verbs", at, faults);
            checkSome(urls.get(i), "nonResourceURLs", at, faults);
        }
    }

    private static void checkResources(JsonNode rule, String path, Faults faults) {
        checkSome(rule, "verbs", path, faults);
        checkSome(rule, "apiGroups", path, faults);
        checkSome(rule, "resources", path, faults);
        if (rule.path("namespaces").isEmpty() && !rule.path("clusterScope").asBoolean(false)) {
            faults.required(
                    path + ".namespaces",
                    "resource rules that are not cluster scoped must supply at least one"
                            + " namespace");
        }
    }

    private static void checkSome(JsonNode rule, String field, String path, Faults faults) {
        if (rule.path(field).isEmpty()) {
            faults.required(path + "." + field, field + " must contain at least one value");
        }
    }
}
