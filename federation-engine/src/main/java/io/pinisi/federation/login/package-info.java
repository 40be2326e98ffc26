/**
 * Credentials for members that have to be fetched, and fetched anew before they expire: by a
 * program that this server's operator allows (client-go's credential plugins, {@code
 * client.authentication.k8s.io/v1}), or with an OpenID refresh token.
 *
 * <p>Key types: {@link io.pinisi.federation.login.Login} (what a kubeconfig says), {@link
 * io.pinisi.federation.login.PluginRules} (what the operator allows), {@link
 * io.pinisi.federation.login.Logins} (opens a {@link io.pinisi.federation.login.TokenSource}).
 * Invariants: a kubeconfig chooses among the operator's programs by their names, never by a path;
 * no program sees this server's environment; a source that fails is not asked again at once.
 */
@NullMarked
package io.pinisi.federation.login;

import org.jspecify.annotations.NullMarked;
