/**
 * Answers "what if" before anything is written: what a change of a policy, a taint, a label or a
 * cluster would move, and which policies do nothing.
 *
 * <p>Key types: {@link io.pinisi.federation.whatif.World} is the federation at a moment, {@link
 * io.pinisi.federation.whatif.Change} makes another one of it, {@link
 * io.pinisi.federation.whatif.BlastRadius} is the difference, {@link
 * io.pinisi.federation.whatif.Coverage} says what policies select. Pure: the same placement
 * function that the engine decides by, asked about a world that is not.
 *
 * <p>Invariant: objects are placed one after the other, each in the room that those before it left,
 * so that a cluster is not promised twice.
 */
@NullMarked
package io.pinisi.federation.whatif;

import org.jspecify.annotations.NullMarked;
