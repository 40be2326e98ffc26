/**
 * Who sends a request: an authenticator turns credentials into a {@code UserInfo}.
 *
 * <p>Key types: {@link Authenticator}, {@link Credentials}, {@link Authentication}, {@link
 * UserInfo}. Built-in ways: {@link ClientCertificates}, {@link Anonymous} and, in {@code token},
 * the tokens of service accounts; persons' tokens ({@code oidc}) plug in as further authenticators.
 *
 * <p>Invariants: credentials that are presented but wrong are refused, never treated as absent by
 * the chain as a whole; nothing here knows HTTP or the registry.
 */
@NullMarked
package io.pinisi.cluster.authn;

import org.jspecify.annotations.NullMarked;
