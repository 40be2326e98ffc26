package io.pinisi.federation.access;

import io.pinisi.cluster.authz.Attributes;
import io.pinisi.cluster.authz.Authorizer;
import io.pinisi.cluster.machinery.error.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses what is beyond a person's token, whatever the person may; what is within it is for others
 * to judge. A token never makes another credential and never acts as somebody else, or it could
 * outlive its end and leave its scope.
 */
public final class WithinToken implements Authorizer {
    private static final Set<String> CONNECTIONS =
            Set.of("exec", "attach", "portforward", "proxy", "ephemeralcontainers");
    private static final Set<String> REVIEWS =
            Set.of("selfsubjectreviews", "selfsubjectaccessreviews", "selfsubjectrulesreviews");
    private static final List<String> DISCOVERY =
            List.of("/api", "/apis", "/openapi", "/version", "/healthz", "/livez", "/readyz");
    private static final Set<String> READS = Set.of("get", "list", "watch");

    @Override
    public Decision authorize(Attributes attributes) {
        return TokenReach.of(attributes.user())
                .flatMap(reach -> objection(reach, attributes))
                .<Decision>map(Decision.Denied::new)
                .orElseGet(Decision.NoOpinion::new);
    }

    private static Optional<String> objection(TokenReach reach, Attributes request) {
        if (request.verb().equals("impersonate")) {
            return Optional.of("a token does not act as somebody else");
        }
        if (!request.isResourceRequest()) {
            return nonResource(reach, request);
        }
        if (REVIEWS.contains(request.resource())) {
            return Optional.empty();
        }
        if (makesCredential(request)) {
            return Optional.of("a token makes no other credentials");
        }
        if (MemberPath.isAsked(request)) {
            return member(reach, request);
        }
        if (!reach.reaches(TokenReach.HUB)) {
            return Optional.of("the token is not for the hub");
        }
        String verb = CONNECTIONS.contains(request.subresource()) ? "create" : request.verb();
        return beyond(reach, verb, request.namespace());
    }

    private static Optional<String> nonResource(TokenReach reach, Attributes request) {
        String path = request.path();
        boolean open =
                DISCOVERY.stream()
                        .anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
        if (open && request.verb().equals("get")) {
            return Optional.empty();
        }
        if (!reach.reaches(TokenReach.HUB)) {
            return Optional.of("the token is not for the hub");
        }
        String verb = request.verb().equals("post") ? "create" : request.verb();
        return beyond(reach, verb, "");
    }

    private static boolean makesCredential(Attributes request) {
        return (request.resource().equals("certificatesigningrequests")
                        && !READS.contains(request.verb()))
                || (request.resource().equals("serviceaccounts")
                        && request.subresource().equals("token"));
    }

    private static boolean makesCredential(List<String> inner, String verb) {
        return (inner.contains("certificatesigningrequests") && !READS.contains(verb))
                || (inner.contains("serviceaccounts") && inner.getLast().equals("token"));
    }

    private static Optional<String> beyond(TokenReach reach, String verb, String namespace) {
        if (!reach.allows(verb)) {
            return Optional.of("the token does not allow to " + verb);
        }
        if (!reach.isIn(namespace)) {
            return Optional.of(
                    namespace.isEmpty()
                            ? "the token is for some namespaces only"
                            : "the token is not for namespace " + namespace);
        }
        return Optional.empty();
    }

    /** What a member is asked stands behind {@code proxy} in the path. */
    private static Optional<String> member(TokenReach reach, Attributes request) {
        if (!reach.reaches(request.name())) {
            return Optional.of("the token is not for cluster " + request.name());
        }
        MemberPath path;
        try {
            path = MemberPath.of(request.path());
        } catch (ApiException e) {
            return Optional.of("the token is for plain paths only");
        }
        List<String> inner = path.segments();
        if (path.isDiscovery() && request.verb().equals("get")) {
            return Optional.empty();
        }
        if (makesCredential(inner, request.verb())) {
            return Optional.of("a token makes no other credentials");
        }
        for (String verb : innerVerbs(inner, request.verb())) {
            Optional<String> objection = beyond(reach, verb, path.namespace());
            if (objection.isPresent()) {
                return objection;
            }
        }
        return Optional.empty();
    }

    /** All that the request may turn out to be: list and watch differ in the query only. */
    private static List<String> innerVerbs(List<String> inner, String verb) {
        if (inner.stream().anyMatch(CONNECTIONS::contains)) {
            return List.of("create");
        }
        return switch (verb) {
            case "get", "list", "watch" -> List.copyOf(READS);
            case "delete", "deletecollection" -> List.of("delete", "deletecollection");
            default -> List.of(verb);
        };
    }
}
