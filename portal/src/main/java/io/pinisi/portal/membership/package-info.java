/**
 * Joining clusters to the federation and letting them go, by a person who may.
 *
 * <p>Key types: {@link MembershipService}, {@link JoinRequest} and what comes of it, {@link
 * Joined}.
 *
 * <p>Invariant: a kubeconfig goes to the hub and nowhere else; no record prints it.
 */
@NullMarked
package io.pinisi.portal.membership;

import org.jspecify.annotations.NullMarked;
