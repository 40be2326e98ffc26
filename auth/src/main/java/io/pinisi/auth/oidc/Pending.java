package io.pinisi.auth.oidc;

import java.time.Instant;

/**
 * A trip to a provider that has begun, kept by the browser that began it.
 *
 * @param client whose trip it is, so that no answer counts for another
 * @param to the page wanted
 */
public record Pending(
        String provider,
        String client,
        String state,
        String nonce,
        String verifier,
        String to,
        Instant begun) {}
