/**
 * Reaches members that dial in: their agents hold one connection each, and requests to the member's
 * API travel back over it.
 *
 * <p>Key types: {@link io.pinisi.federation.reverse.AgentGate} is where agents arrive and whom
 * requests to them are given to, {@link io.pinisi.federation.reverse.AgentTransport} is a member's
 * {@code Transport} as the rest of the engine knows it, {@link
 * io.pinisi.federation.reverse.Exchange} the form in which one request and its answer travel.
 *
 * <p>Invariants: an agent is let in only under the name in its certificate, and only while a
 * Cluster of that name pulls; of two agents of one cluster the newer counts; a member whose agent
 * is away is unreachable, nothing else.
 */
@NullMarked
package io.pinisi.federation.reverse;

import org.jspecify.annotations.NullMarked;
