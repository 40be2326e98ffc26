/**
 * Takes back replicas that find no node in the cluster they were given to, and has them placed
 * where there is room. What would move is shown before, by a {@code Change.Descheduled}.
 *
 * <p>Key types: {@link io.pinisi.federation.deschedule.Descheduler} looks now and then, {@link
 * io.pinisi.federation.deschedule.Strandings} says whose time is over, and who waits until when.
 *
 * <p>Invariants: how long a replica waits is measured by the hub's own clock, from when the hub saw
 * it first; only replicas that are divided by room are taken back, for others the policy says where
 * they are. They leave as in any planned move: when they run elsewhere.
 */
@NullMarked
package io.pinisi.federation.deschedule;

import org.jspecify.annotations.NullMarked;
