package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One {@code FlowSchema}, read for matching.
 *
 * @param level name of its priority level
 */
record FlowSchema(
        String name, String uid, String level, int precedence, Distinguisher by, List<Rule> rules) {
    private static final String ALL = "*";

    /** What tells the flows of one schema from each other. */
    enum Distinguisher {
        NOTHING,
        USER,
        NAMESPACE
    }

    /** Some subjects and what of their requests is meant. */
    private record Rule(
            List<Predicate<UserInfo>> subjects, List<ResourceRule> resources, List<UrlRule> urls) {}

    private record ResourceRule(
            Set<String> verbs,
            Set<String> groups,
            Set<String> resources,
            Set<String> namespaces,
            boolean clusterScope) {
        boolean matches(ResourceRequest request) {
            return has(verbs, request.verb())
                    && has(groups, request.resource().group())
                    && has(resources, resource(request))
                    && (request.namespace() == null
                            ? clusterScope
                            : has(namespaces, request.namespace()));
        }

        private static String resource(ResourceRequest request) {
            String plain = request.resource().resource();
            String subresource = request.subresource();
            return subresource.isEmpty() ? plain : plain + "/" + subresource;
        }
    }

    private record UrlRule(Set<String> verbs, Set<String> urls) {
        boolean matches(RequestInfo request) {
            return has(verbs, request.verb())
                    && urls.stream().anyMatch(u -> fits(u, request.path()));
        }

        private static boolean fits(String url, String path) {
            return url.endsWith(ALL)
                    ? path.startsWith(url.substring(0, url.length() - 1))
                    : path.equals(url);
        }
    }

    FlowSchema {
        rules = List.copyOf(rules);
    }

    static FlowSchema of(ObjectNode object) {
        Metadata metadata = Metadata.of(object);
        JsonNode spec = object.path("spec");
        return new FlowSchema(
                metadata.name(),
                metadata.uid(),
                spec.path("priorityLevelConfiguration").path("name").asString(""),
                spec.path("matchingPrecedence").asInt(0),
                switch (spec.path("distinguisherMethod").path("type").asString("")) {
                    case "ByUser" -> Distinguisher.USER;
                    case "ByNamespace" -> Distinguisher.NAMESPACE;
                    default -> Distinguisher.NOTHING;
                },
                list(spec.path("rules"), FlowSchema::rule));
    }

    private static Rule rule(JsonNode rule) {
        return new Rule(
                list(rule.path("subjects"), FlowSchema::subject),
                list(
                        rule.path("resourceRules"),
                        one ->
                                new ResourceRule(
                                        texts(one.path("verbs")),
                                        texts(one.path("apiGroups")),
                                        texts(one.path("resources")),
                                        texts(one.path("namespaces")),
                                        one.path("clusterScope").asBoolean(false))),
                list(
                        rule.path("nonResourceRules"),
                        one ->
                                new UrlRule(
                                        texts(one.path("verbs")),
                                        texts(one.path("nonResourceURLs")))));
    }

    private static Predicate<UserInfo> subject(JsonNode subject) {
        return switch (subject.path("kind").asString("")) {
            case "User" -> {
                String name = subject.path("user").path("name").asString("");
                yield user -> name.equals(ALL) || user.name().equals(name);
            }
            case "Group" -> {
                String name = subject.path("group").path("name").asString("");
                yield user -> name.equals(ALL) || user.groups().contains(name);
            }
            default -> {
                JsonNode account = subject.path("serviceAccount");
                String all =
                        "system:serviceaccount:" + account.path("namespace").asString("") + ":";
                String name = account.path("name").asString("");
                yield name.equals(ALL)
                        ? user -> user.name().startsWith(all)
                        : user -> user.name().equals(all + name);
            }
        };
    }

    boolean matches(UserInfo user, RequestInfo request) {
        for (Rule rule : rules) {
            if (isOneOf(rule.subjects, user) && isMeant(rule, request)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOneOf(List<Predicate<UserInfo>> subjects, UserInfo user) {
        for (Predicate<UserInfo> subject : subjects) {
            if (subject.test(user)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMeant(Rule rule, RequestInfo request) {
        return switch (request) {
            case ResourceRequest resource ->
                    rule.resources.stream().anyMatch(one -> one.matches(resource));
            case RequestInfo.NonResourceRequest other ->
                    rule.urls.stream().anyMatch(one -> one.matches(other));
        };
    }

    /** A number for the flow of a request that this schema matches. */
    long flow(UserInfo user, RequestInfo request) {
        String distinguisher =
                switch (by) {
                    case NOTHING -> "";
                    case USER -> user.name();
                    case NAMESPACE ->
                            request instanceof ResourceRequest resource
                                    ? Objects.requireNonNullElse(resource.namespace(), "")
                                    : "";
                };
        return ShuffleSharding.hash(name, distinguisher);
    }

    private static boolean has(Set<String> wanted, String value) {
        return wanted.contains(ALL) || wanted.contains(value);
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.asString(""))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static <T> List<T> list(
            JsonNode nodes, java.util.function.Function<JsonNode, T> reader) {
        List<T> list = new ArrayList<>(nodes.size());
        nodes.forEach(node -> list.add(reader.apply(node)));
        return List.copyOf(list);
    }
}
