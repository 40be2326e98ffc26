package io.pinisi.federation.approval;

import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An ApprovalPolicy, read.
 *
 * @param requesters whose acts; nobody means everybody but components
 * @param mass only what goes beyond this needs approval; empty for everything
 * @param access what of running pods may be asked for
 * @param pending how long a request waits to be decided
 * @param valid how long an approval lasts
 */
public record ApprovalPolicy(
        String name,
        String description,
        List<Rule> rules,
        Scope scope,
        People requesters,
        Optional<Mass> mass,
        Set<String> access,
        People approvers,
        int approvals,
        boolean reasonRequired,
        boolean ticketRequired,
        Duration pending,
        Duration valid) {

    private static final String ANY = "*";

    public ApprovalPolicy {
        if (approvals < 1) {
            throw new IllegalArgumentException("four eyes need at least one approval");
        }
        rules = List.copyOf(rules);
        access = Set.copyOf(access);
    }

    /** Acts by verb and resource. */
    record Rule(Set<String> verbs, Set<String> groups, Set<String> resources) {
        Rule {
            verbs = Set.copyOf(verbs);
            groups = Set.copyOf(groups);
            resources = Set.copyOf(resources);
        }

        boolean covers(String verb, String group, String resource, String subresource) {
            return coversVerb(verb)
                    && (groups.isEmpty() || groups.contains(ANY) || groups.contains(group))
                    && coversResource(resource, subresource);
        }

        /** What is done by a patch can be done by an update, and deletes one by one together. */
        private boolean coversVerb(String verb) {
            return verbs.contains(ANY)
                    || verbs.contains(verb)
                    || switch (verb) {
                        case "update" -> verbs.contains("patch");
                        case "patch" -> verbs.contains("update");
                        case "deletecollection" -> verbs.contains("delete");
                        default -> false;
                    };
        }

        private boolean coversResource(String resource, String subresource) {
            return resources.contains(ANY)
                    || resources.contains(resource)
                    || (!subresource.isEmpty() && resources.contains(resource + "/" + subresource));
        }
    }

    /** Where; what is empty holds everywhere. */
    record Scope(
            List<String> namespaces,
            Optional<LabelSelector> namespaceSelector,
            Set<String> tenants,
            Optional<LabelSelector> objectSelector) {
        Scope {
            namespaces = List.copyOf(namespaces);
            tenants = Set.copyOf(tenants);
        }

        boolean namesNamespace(String namespace) {
            return namespaces.isEmpty()
                    || namespaces.stream().anyMatch(pattern -> matches(pattern, namespace));
        }

        private static boolean matches(String pattern, String namespace) {
            return pattern.endsWith(ANY)
                    ? namespace.startsWith(pattern.substring(0, pattern.length() - 1))
                    : namespace.equals(pattern);
        }
    }

    /** So many objects within the time go without asking. */
    record Mass(int objects, Duration window) {}

    public static ApprovalPolicy of(JsonNode object) {
        JsonNode spec = object.path("spec");
        List<Rule> rules = new ArrayList<>();
        for (JsonNode action : spec.path("actions")) {
            rules.add(
                    new Rule(
                            texts(action.path("verbs")),
                            texts(action.path("apiGroups")),
                            texts(action.path("resources"))));
        }
        JsonNode scope = spec.path("scope");
        return new ApprovalPolicy(
                object.path("metadata").path("name").asString(""),
                spec.path("description").asString(""),
                rules,
                new Scope(
                        List.copyOf(texts(scope.path("namespaces"))),
                        selector(scope.path("namespaceSelector")),
                        texts(scope.path("tenants")),
                        selector(scope.path("objectSelector"))),
                People.of(spec.path("requesters")),
                mass(spec.path("mass")),
                texts(spec.path("access")),
                People.of(spec.path("approvers")),
                spec.path("approvals").asInt(1),
                spec.path("reason").asString("Required").equals("Required"),
                spec.path("ticket").asString("").equals("Required"),
                Duration.ofSeconds(spec.path("pendingSeconds").asInt(86_400)),
                Duration.ofSeconds(spec.path("validSeconds").asInt(3_600)));
    }

    /** What it asks for, as people are told. */
    public String demand() {
        String why = description.isEmpty() ? "" : " (" + description + ")";
        String people =
                approvals == 1 ? "one other person approves" : approvals + " others approve";
        return "approval policy \"" + name + "\"" + why + " demands that " + people;
    }

    private static Optional<Mass> mass(JsonNode mass) {
        return mass.isObject()
                ? Optional.of(
                        new Mass(
                                mass.path("objects").asInt(1),
                                Duration.ofSeconds(mass.path("seconds").asInt(60))))
                : Optional.empty();
    }

    private static Optional<LabelSelector> selector(JsonNode selector) {
        return selector.isObject() ? Optional.of(LabelSelector.of(selector)) : Optional.empty();
    }

    static Set<String> texts(JsonNode list) {
        Set<String> texts = new LinkedHashSet<>();
        list.forEach(text -> texts.add(text.asString("")));
        return texts;
    }
}
