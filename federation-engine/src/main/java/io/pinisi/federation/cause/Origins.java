package io.pinisi.federation.cause;

import java.util.Optional;

/** Who wrote a revision of the hub. */
@FunctionalInterface
public interface Origins {
    /** A hub of which nothing is known but its API. */
    Origins UNKNOWN = revision -> Optional.empty();

    /** The request that wrote it; empty where a machine did, or nobody knows any more. */
    Optional<String> request(long revision);
}
