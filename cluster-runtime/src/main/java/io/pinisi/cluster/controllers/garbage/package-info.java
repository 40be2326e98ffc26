/**
 * Deletes what belonged to objects that are gone, by owner references over every resource.
 *
 * <p>{@code OwnerGraph} knows all objects' owners and dependents from metadata alone, {@code
 * DependentPlanner} decides what becomes of one object, {@code GarbageCollector} performs.
 * Background deletion follows the owner's end; foreground deletion holds the owner by a finalizer
 * until the dependents that block it are gone; orphaning strikes the owner from its dependents
 * first.
 *
 * <p>Invariants: an object goes only when the server itself confirms that none of its owners lives
 * (the copy alone is never enough), and only in the state that was judged.
 */
@NullMarked
package io.pinisi.cluster.controllers.garbage;

import org.jspecify.annotations.NullMarked;
