/**
 * What happens to objects whose cluster is lost or drained: they are placed elsewhere, the new
 * copies become healthy, then the old ones are given up; and if the cluster comes back before that,
 * all is put back.
 *
 * <p>Key types: {@link io.pinisi.federation.failover.EvictionTask} is one copy that is to go,
 * {@link io.pinisi.federation.failover.EvictionPlanner} decides when, {@link
 * io.pinisi.federation.failover.FailoverPolicy} says how patient the engine is. Pure.
 *
 * <p>Invariant: a copy is given up only when every copy that was decided on in its place was seen
 * healthy, or the grace period is over and there is such a copy; never when there is none.
 */
@NullMarked
package io.pinisi.federation.failover;

import org.jspecify.annotations.NullMarked;
