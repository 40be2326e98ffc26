/**
 * Local accounts, kept in the hub's database: for the first start, and for the day when single
 * sign-on is down.
 *
 * <p>Key types: {@link Account}, {@link Accounts}. Invariant: a change of an account and its audit
 * record are one transaction. Passwords arrive hashed.
 */
@NullMarked
package io.pinisi.db.account;

import org.jspecify.annotations.NullMarked;
