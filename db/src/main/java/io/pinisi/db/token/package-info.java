/**
 * Personal API tokens, and the people they stand for, kept in the hub's database beside the
 * accounts.
 *
 * <p>Key types: {@link PersonalToken}, {@link TokenScope}, {@link KnownPerson}, {@link
 * PersonalTokens}. Invariants: a token's secret never arrives here, only its hash; making and
 * revoking a token and its audit record are one transaction; a revoked token stays revoked.
 */
@NullMarked
package io.pinisi.db.token;

import org.jspecify.annotations.NullMarked;
