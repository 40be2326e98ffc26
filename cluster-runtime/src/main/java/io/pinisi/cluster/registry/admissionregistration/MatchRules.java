package io.pinisi.cluster.registry.admissionregistration;

import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.SelectorRules;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Which requests a webhook or a policy wants to see. */
final class MatchRules {
    private static final List<String> OPERATIONS =
            List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final List<String> SCOPES = List.of("*", "Cluster", "Namespaced");
    private static final int MOST_CONDITIONS = 64;

    private MatchRules() {}

    static void checkSelectors(JsonNode node, String path, Faults faults) {
        for (String field : new String[] {"namespaceSelector", "objectSelector"}) {
            SelectorRules.check(node.path(field), path + "." + field, faults);
        }
    }

    static void checkRules(JsonNode rules, String path, Faults faults) {
        for (int i = 0; i < rules.size(); i++) {
            checkRule(rules.get(i), path + "[" + i + "]", faults);
        }
    }

    private static void checkRule(JsonNode rule, String path, Faults faults) {
        checkStar(rule.path("apiGroups"), path + ".apiGroups", faults);
        checkStar(rule.path("apiVersions"), path + ".apiVersions", faults);
        checkStar(rule.path("operations"), path + ".operations", faults);
        FieldRules.checkChoices(rule.path("operations"), OPERATIONS, path + ".operations", faults);
        JsonNode versions = rule.path("apiVersions");
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).asString("").isEmpty()) {
                faults.required(path + ".apiVersions[" + i + "]", "");
            }
        }
        checkResources(rule.path("resources"), path + ".resources", faults);
        String scope = rule.path("scope").asString("*");
        FieldRules.checkChoice(scope, SCOPES, path + ".scope", faults);
    }

    private static void checkStar(JsonNode values, String path, Faults faults) {
        if (values.isEmpty()) {
            faults.required(path, "");
        }
        if (values.size() > 1 && contains(values, "*")) {
            faults.invalid(
                    path,
                    values,
                    "if '*' is present, must not specify other "
                            + switch (path.substring(path.lastIndexOf('.') + 1)) {
                                case "apiGroups" -> "API groups";
                                case "apiVersions" -> "API versions";
                                default -> "operations";
                            });
        }
    }

    private static boolean contains(JsonNode values, String wanted) {
        return values.valueStream().anyMatch(value -> value.asString("").equals(wanted));
    }

    private static void checkResources(JsonNode resources, String path, Faults faults) {
        if (resources.isEmpty()) {
            faults.required(path, "");
        }
        if (resources.size() > 1 && contains(resources, "*/*")) {
            faults.invalid(
                    path, resources, "if '*/*' is present, must not specify other resources");
        }
        Set<String> whole = new HashSet<>();
        for (JsonNode resource : resources) {
            String name = resource.asString("");
            if (name.endsWith("/*")) {
                whole.add(name.substring(0, name.length() - 2));
            }
        }
        for (int i = 0; i < resources.size(); i++) {
            String name = resources.get(i).asString("");
            String at = path + "[" + i + "]";
            int slash = name.indexOf('/');
            if (name.isEmpty()) {
                faults.required(at, "");
            } else if (slash > 0
                    && !name.endsWith("/*")
                    && whole.contains(name.substring(0, slash))) {
                faults.invalid(
                        at,
                        name,
                        "if '"
                                + name.substring(0, slash)
                                + "/*' is present, must not specify "
                                + name);
            }
        }
    }

    static void checkConditions(JsonNode conditions, String path, Faults faults) {
        if (conditions.size() > MOST_CONDITIONS) {
            faults.tooMany(path, conditions.size(), MOST_CONDITIONS);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String at = path + "[" + i + "]";
            JsonNode condition = conditions.get(i);
            if (condition.path("expression").asString("").isBlank()) {
                faults.required(at + ".expression", "");
            }
            String name = condition.path("name").asString("");
            if (name.isEmpty()) {
                faults.required(at + ".name", "");
                continue;
            }
            NameRule.qualifiedFaults(name).forEach(f -> faults.invalid(at + ".name", name, f));
            if (!names.add(name)) {
                faults.duplicate(at + ".name", name);
            }
        }
    }
}
