/**
 * Whether a request may be done: the first authorizer with an opinion decides.
 *
 * <p>Key types: {@link Authorizer}, {@link Attributes}, {@link RuleIndex}, {@link RbacAuthorizer},
 * {@link NodeAuthorizer}. {@code bootstrap} holds the roles every cluster begins with.
 *
 * <p>Invariants: authorizers are pure functions of attributes and an index that watches keep
 * current; what nobody allows is refused.
 */
@NullMarked
package io.pinisi.cluster.authz;

import org.jspecify.annotations.NullMarked;
