/**
 * Turns a sign-in into a person: who it is, which groups, in which session.
 *
 * <p>Key types: {@link Identity} (what everything behind it sees), {@link AuthenticationFilter}
 * (the one place where a request gets its identity), {@link AuthenticationMethod} (the seam at
 * which other ways to sign in join), {@link LocalAccounts} (accounts that Pinisi keeps itself),
 * {@code oidc} (single sign-on) and {@link Sessions}.
 *
 * <p>Invariants: a password is never kept or logged; a session gets a new id when somebody signs
 * in; every sign-in, refusal and sign-out is in the audit log before its answer goes out; no
 * request passes the filter without an identity unless its path is declared public.
 */
@NullMarked
package io.pinisi.auth;

import org.jspecify.annotations.NullMarked;
