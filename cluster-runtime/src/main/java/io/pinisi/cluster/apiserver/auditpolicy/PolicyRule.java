package io.pinisi.cluster.apiserver.auditpolicy;

import io.pinisi.cluster.apiserver.RequestInfo;
import io.pinisi.cluster.apiserver.RequestInfo.NonResourceRequest;
import io.pinisi.cluster.apiserver.RequestInfo.ResourceRequest;
import io.pinisi.cluster.authn.UserInfo;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requests, and what is recorded of them. An empty list matches everything.
 *
 * @param omitManagedFields null where the policy's own word counts
 */
record PolicyRule(
        Level level,
        List<String> users,
        List<String> userGroups,
        List<String> verbs,
        List<Resources> resources,
        List<String> namespaces,
        List<String> nonResourceUrls,
        Set<Stage> omitStages,
        @Nullable Boolean omitManagedFields) {
    private static final String ALL = "*";

    PolicyRule {
        users = List.copyOf(users);
        userGroups = List.copyOf(userGroups);
        verbs = List.copyOf(verbs);
        resources = List.copyOf(resources);
        namespaces = List.copyOf(namespaces);
        nonResourceUrls = List.copyOf(nonResourceUrls);
        omitStages = Set.copyOf(omitStages);
        if (!nonResourceUrls.isEmpty() && !(resources.isEmpty() && namespaces.isEmpty())) {
            throw new IllegalArgumentException(
                    "rules cannot apply to both regular resources and non-resource URLs");
        }
    }

    /** Resources of one group: {@code pods}, {@code pods/log}, or with wildcards. */
    record Resources(String group, List<String> resources, List<String> names) {
        Resources {
            resources = List.copyOf(resources);
            names = List.copyOf(names);
            if (resources.isEmpty() && !names.isEmpty()) {
                throw new IllegalArgumentException(
                        "using resourceNames requires at least one resource");
            }
        }

        boolean matches(ResourceRequest request) {
            if (!group.equals(request.resource().group())) {
                return false;
            }
            if (resources.isEmpty()) {
                return true;
            }
            boolean named = names.isEmpty() || names.contains(text(request.name()));
            return named && resources.stream().anyMatch(pattern -> matches(pattern, request));
        }

        private static boolean matches(String pattern, ResourceRequest request) {
            String resource = request.resource().resource();
            String subresource = request.subresource();
            String whole = subresource.isEmpty() ? resource : resource + "/" + subresource;
            return pattern.equals(ALL)
                    || pattern.equals(whole)
                    || (!subresource.isEmpty() && pattern.equals("*/" + subresource))
                    || pattern.equals(resource + "/*");
        }
    }

    boolean matches(UserInfo user, RequestInfo request) {
        if (!users.isEmpty() && !users.contains(user.name())) {
            return false;
        }
        if (!userGroups.isEmpty() && Collections.disjoint(userGroups, user.groups())) {
            return false;
        }
        if (!verbs.isEmpty() && !verbs.contains(request.verb())) {
            return false;
        }
        if (!namespaces.isEmpty() || !resources.isEmpty()) {
            return request instanceof ResourceRequest resource && matches(resource);
        }
        return nonResourceUrls.isEmpty()
                || (request instanceof NonResourceRequest other && matchesPath(other.path()));
    }

    private boolean matches(ResourceRequest request) {
        if (!namespaces.isEmpty() && !namespaces.contains(text(request.namespace()))) {
            return false;
        }
        return resources.isEmpty() || resources.stream().anyMatch(one -> one.matches(request));
    }

    private boolean matchesPath(String path) {
        return nonResourceUrls.stream()
                .anyMatch(
                        url ->
                                url.equals(ALL)
                                        || url.equals(path)
                                        || (url.endsWith(ALL)
                                                && path.startsWith(
                                                        url.substring(0, url.length() - 1))));
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
