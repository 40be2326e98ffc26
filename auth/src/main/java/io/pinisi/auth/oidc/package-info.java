/**
 * Single sign-on by OpenID Connect: the authorization code flow with PKCE, and what follows from it
 * while a session lasts.
 *
 * <p>Key types: {@link ProviderSettings} (what is configured), {@link SingleSignOn} (the ways in
 * and out), {@link CodeFlow} (one client's trip to the provider and back), {@link ProviderSession}
 * (what a session stands on), {@link PendingSeal} (what the browser keeps meanwhile).
 *
 * <p>Invariants: a provider is asked nothing before somebody wants in, so it need not be up first;
 * an answer counts only in the browser that began, once, within {@link SingleSignOn#TRIP}; names
 * and groups of a provider carry its prefix, so that none can pass for a local or built-in one;
 * tokens stay on the server and are never logged.
 */
@NullMarked
package io.pinisi.auth.oidc;

import org.jspecify.annotations.NullMarked;
