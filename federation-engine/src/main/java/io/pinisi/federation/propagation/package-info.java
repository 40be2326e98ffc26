/**
 * Brings what was decided into the members, and takes it out again.
 *
 * <p>Key types: {@link io.pinisi.federation.propagation.Binder} writes one decision per template (a
 * ResourceBinding), {@link io.pinisi.federation.propagation.Renderer} makes what a member gets,
 * {@link io.pinisi.federation.propagation.Dispatcher} applies and deletes, one per member, and
 * {@link io.pinisi.federation.propagation.Ownership} sees who changed a field of ours, {@link
 * io.pinisi.federation.propagation.Retention} leaves fields to the member that a script says are
 * its own.
 *
 * <p>Invariants: the decision is written before anything is applied; every cluster that an object
 * may be in stands among its binding's finalizers from before the first apply until the member was
 * seen without it; an object is deleted in a member only when its cluster stands there, the written
 * decision does not name the cluster any more, and the object carries our marks. More in the {@code
 * DESIGN.md} beside this file.
 */
@NullMarked
package io.pinisi.federation.propagation;

import org.jspecify.annotations.NullMarked;
