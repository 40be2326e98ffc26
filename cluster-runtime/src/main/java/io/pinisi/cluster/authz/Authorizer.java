package io.pinisi.cluster.authz;

import io.pinisi.cluster.storage.Visibility;
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

    /** The answers. */
    sealed interface Decision {
        record Allowed(String reason) implements Decision {}

        record Denied(String reason) implements Decision {}

        record NoOpinion() implements Decision {}

        /**
         * A list or a watch of a whole collection, of which only a part exists for the caller.
         * Whoever does not heed the part has to take it for a refusal.
         */
        record Narrowed(String reason, Visibility visibility) implements Decision {}
    }
}
