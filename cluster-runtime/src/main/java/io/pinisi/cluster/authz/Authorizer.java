package io.pinisi.cluster.authz;

import java.util.List;

/** Judges one request; in a chain the first authorizer with an opinion decides. */
@FunctionalInterface
public interface Authorizer {
    Decision authorize(Attributes attributes);

    /** Asks in order; with no opinion from anyone the request is refused by the caller. */
    static Authorizer chain(List<Authorizer> authorizers) {
        List<Authorizer> order = List.copyOf(authorizers);
        return attributes -> {
            for (Authorizer authorizer : order) {
                Decision decision = authorizer.authorize(attributes);
                if (!(decision instanceof Decision.NoOpinion)) {
                    return decision;
                }
            }
            return new Decision.NoOpinion();
        };
    }

    /** The three answers. */
    sealed interface Decision {
        record Allowed(String reason) implements Decision {}

        record Denied(String reason) implements Decision {}

        record NoOpinion() implements Decision {}
    }
}
