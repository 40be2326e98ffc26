/**
 * What happens to objects that leave a cluster because it is lost or drained, or because they are
 * wanted elsewhere: they are placed there, the new copies become healthy, then the old ones are
 * given up; and if the reason is gone before that, all is put back.
 *
 * <p>Key types: {@link io.pinisi.federation.failover.EvictionTask} is one copy that is to go,
 * {@link io.pinisi.federation.failover.EvictionPlanner} decides when, {@code Surplus} does so for
 * replicas that move between clusters that share them, {@link
 * io.pinisi.federation.failover.FailoverPolicy} says how patient the engine is. Pure.
 *
 * <p>Invariant: a copy is given up only when every copy that was decided on in its place was seen
 * healthy, or the grace period is over and there is such a copy; never when there is none.
 */
@NullMarked
package io.pinisi.federation.failover;

import org.jspecify.annotations.NullMarked;
