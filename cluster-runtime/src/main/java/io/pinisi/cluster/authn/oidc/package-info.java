/**
 * Persons by the tokens of OpenID Connect issuers, configured as Kubernetes' structured
 * authentication configuration (KEP-3331) has it: several issuers, claim mappings, rules.
 *
 * <p>Key types: {@link AuthenticationConfiguration} (the document, read and checked), {@link
 * TrustedIssuer} (one issuer and what its tokens mean), {@link OidcTokens} (the authenticator),
 * {@link IssuerKeys} (its keys, with rotation).
 *
 * <p>Invariants: only asymmetric algorithms count; a key comes from the configured issuer and from
 * nowhere else, least of all from the token; a token without expiry, of another issuer or for
 * another audience is nobody; what an issuer sends is bounded, and how often it is asked too.
 */
@NullMarked
package io.pinisi.cluster.authn.oidc;

import org.jspecify.annotations.NullMarked;
