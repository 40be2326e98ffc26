/**
 * By which request of a person things came about: the engine gives its own writes, on the hub and
 * in members, the id of the request that they follow from, so that the audit logs of all of them
 * can be joined.
 *
 * <p>Key types: {@link io.pinisi.federation.cause.Causes} knows which request last made an object
 * of the hub what it is, {@link io.pinisi.federation.cause.Follow} which of these a worker has not
 * answered yet.
 *
 * <p>Invariants: what the engine does of its own accord (putting drift right, moving what a lost
 * cluster drove away) carries nobody's id; no cause is better than a wrong one.
 */
@NullMarked
package io.pinisi.federation.cause;

import org.jspecify.annotations.NullMarked;
