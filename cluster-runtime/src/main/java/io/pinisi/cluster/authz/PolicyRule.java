package io.pinisi.cluster.authz;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One {@code rbac.authorization.k8s.io/v1 PolicyRule}. */
public record PolicyRule(
        List<String> verbs,
        List<String> apiGroups,
        List<String> resources,
        List<String> resourceNames,
        List<String> nonResourceUrls) {
    private static final String ALL = "*";

    public PolicyRule {
        verbs = List.copyOf(verbs);
        apiGroups = List.copyOf(apiGroups);
        resources = List.copyOf(resources);
        resourceNames = List.copyOf(resourceNames);
        nonResourceUrls = List.copyOf(nonResourceUrls);
    }

    static List<PolicyRule> list(JsonNode rules) {
        List<PolicyRule> list = new ArrayList<>(rules.size());
        for (JsonNode rule : rules) {
            list.add(
                    new PolicyRule(
                            texts(rule.path("verbs")),
                            texts(rule.path("apiGroups")),
                            texts(rule.path("resources")),
                            texts(rule.path("resourceNames")),
                            texts(rule.path("nonResourceURLs"))));
        }
        return list;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>(array.size());
        array.forEach(node -> texts.add(node.asString("")));
        return texts;
    }

    boolean allows(Attributes attributes) {
        if (!has(verbs, attributes.verb())) {
            return false;
        }
        return attributes.isResourceRequest()
                ? has(apiGroups, attributes.group())
                        && coversResource(attributes)
                        && coversName(attributes.name())
                : coversPath(attributes.path());
    }

    private boolean coversResource(Attributes attributes) {
        String subresource = attributes.subresource();
        String combined =
                subresource.isEmpty()
                        ? attributes.resource()
                        : attributes.resource() + "/" + subresource;
        return has(resources, combined)
                || (!subresource.isEmpty() && resources.contains("*/" + subresource));
    }

    private boolean coversName(String name) {
        return resourceNames.isEmpty() || resourceNames.contains(name);
    }

    private boolean coversPath(String path) {
        for (String url : nonResourceUrls) {
            boolean prefix = url.endsWith(ALL);
            if (prefix ? path.startsWith(url.substring(0, url.length() - 1)) : path.equals(url)) {
                return true;
            }
        }
        return false;
    }

    /** Whether everything that {@code wanted}, one atom of a rule, allows is allowed here too. */
    boolean covers(PolicyRule wanted) {
        boolean verbsCovered = coversAll(verbs, wanted.verbs);
        if (!wanted.nonResourceUrls.isEmpty()) {
            return verbsCovered && wanted.nonResourceUrls.stream().allMatch(this::coversUrlPattern);
        }
        return verbsCovered
                && coversAll(apiGroups, wanted.apiGroups)
                && wanted.resources.stream().allMatch(this::coversResourcePattern)
                && (resourceNames.isEmpty()
                        || (!wanted.resourceNames.isEmpty()
                                && resourceNames.containsAll(wanted.resourceNames)));
    }

    private boolean coversResourcePattern(String resource) {
        int slash = resource.indexOf('/');
        return has(resources, resource)
                || (slash >= 0 && resources.contains("*" + resource.substring(slash)));
    }

    private boolean coversUrlPattern(String wanted) {
        return nonResourceUrls.stream()
                .anyMatch(
                        own ->
                                own.equals(wanted)
                                        || (own.endsWith(ALL)
                                                && wanted.startsWith(
                                                        own.substring(0, own.length() - 1))));
    }

    /** The rule as single permissions, which can be covered one by one by different rules. */
    List<PolicyRule> atoms() {
        List<PolicyRule> atoms = new ArrayList<>();
        for (String verb : verbs) {
            for (String url : nonResourceUrls) {
                atoms.add(atom(verb, List.of(), List.of(), List.of(), List.of(url)));
            }
            for (String group : apiGroups) {
                for (String resource : resources) {
                    if (resourceNames.isEmpty()) {
                        atoms.add(
                                atom(
                                        verb,
                                        List.of(group),
                                        List.of(resource),
                                        List.of(),
                                        List.of()));
                    }
                    for (String name : resourceNames) {
                        atoms.add(
                                atom(
                                        verb,
                                        List.of(group),
                                        List.of(resource),
                                        List.of(name),
                                        List.of()));
                    }
                }
            }
        }
        return atoms;
    }

    private static PolicyRule atom(
            String verb,
            List<String> groups,
            List<String> resources,
            List<String> names,
            List<String> urls) {
        return new PolicyRule(List.of(verb), groups, resources, names, urls);
    }

    /** As the original prints a rule in a refusal. */
    String compact() {
        StringBuilder text = new StringBuilder("{");
        part(text, "APIGroups", apiGroups);
        part(text, "Resources", resources);
        part(text, "ResourceNames", resourceNames);
        part(text, "NonResourceURLs", nonResourceUrls);
        part(text, "Verbs", verbs);
        return text.append('}').toString();
    }

    private static void part(StringBuilder text, String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        if (text.length() > 1) {
            text.append(", ");
        }
        text.append(name).append(":[\"").append(String.join("\" \"", values)).append("\"]");
    }

    private static boolean coversAll(List<String> own, List<String> wanted) {
        return own.contains(ALL) || own.containsAll(wanted);
    }

    private static boolean has(List<String> values, String value) {
        return values.contains(ALL) || values.contains(value);
    }
}
