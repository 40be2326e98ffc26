/**
 * Personal API tokens: what people give their programs instead of their own sign-in.
 *
 * <p>Key types: {@link ApiTokens} makes, lists and revokes them and recognises their bearers;
 * {@link KnownPeople} says who a token's person is now; {@link Recognition} is the answer.
 *
 * <p>Invariants: a token never allows more than its person may at that moment, with the groups of
 * the last sign-in; whoever is disabled or gone has no token that works; the secret is shown once
 * and kept only as a hash; making, revoking and a use that is refused are in the audit log.
 */
@NullMarked
package io.pinisi.auth.token;

import org.jspecify.annotations.NullMarked;
