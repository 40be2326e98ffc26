/**
 * Which hub may write in a member. A hub marks each member that it takes with an epoch that only
 * rises, and keeps what it wrote; before it writes there, it looks whether the mark is still its
 * own.
 *
 * <p>Key types: {@link io.pinisi.federation.epoch.Claim} is the mark, {@link
 * io.pinisi.federation.epoch.Standing} judges it and is pure, {@link
 * io.pinisi.federation.epoch.Fence} stands before every write of the engine in a member.
 *
 * <p>Invariants: a hub that was restored from an old backup, or runs a second time, finds a newer
 * mark than it knows of and writes nothing, deletes least of all. A member that was restored finds
 * its mark too old: it is compared before anything is changed in it. What a hub is about to write
 * as its mark it first keeps, so a crash between the two is neither.
 */
@NullMarked
package io.pinisi.federation.epoch;

import org.jspecify.annotations.NullMarked;
