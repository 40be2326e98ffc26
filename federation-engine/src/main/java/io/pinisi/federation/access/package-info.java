/**
 * Who the engine is, what it may do on the hub and in members, and what only it may do.
 *
 * <p>Key types: {@link io.pinisi.federation.access.EngineAccess} brings the engine's roles into a
 * control plane, {@link io.pinisi.federation.access.EngineOnly} keeps everyone else from writing
 * what the engine decides, {@link io.pinisi.federation.access.WithinToken} keeps people within the
 * {@link io.pinisi.federation.access.TokenReach} of the tokens they use.
 *
 * <p>Invariant: the engine is no {@code system:masters} anywhere; every right it has stands in a
 * role that anyone can read, with the reason beside it.
 */
@NullMarked
package io.pinisi.federation.access;

import org.jspecify.annotations.NullMarked;
