/**
 * Stands before deletes that nobody asked for by name.
 *
 * <p>Key types: {@link io.pinisi.federation.guard.Fuse} counts, per cluster, the copies that go
 * because something else changed, and holds them once they are many; {@link
 * io.pinisi.federation.guard.DeletionHolds} shows what is held as a DeletionHold on the hub, and
 * lets it go when a person has confirmed exactly that; {@link io.pinisi.federation.guard.Cautions}
 * keeps on the Cluster until when a return from a backup makes every delete wait.
 *
 * <p>Invariants: what a person deletes is never held; what is held stays in its member as it is; a
 * confirmation covers the objects that it was given for and no others.
 */
@NullMarked
package io.pinisi.federation.guard;

import org.jspecify.annotations.NullMarked;
