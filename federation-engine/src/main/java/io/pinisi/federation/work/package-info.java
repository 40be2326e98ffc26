/**
 * What each cluster is to have and has, as Karmada's {@code Work} objects: read-only, and made up
 * out of what the engine knows whenever somebody reads it. Nothing is stored.
 *
 * <p>Key types: {@link io.pinisi.federation.work.Works} makes them, {@link
 * io.pinisi.federation.work.WorkView} serves them at the hub's API, {@code WorkJournal} remembers
 * which changed lately, so that a watch can go on where a list ended. Invariants: nothing is kept
 * for this before somebody reads the first Work; no reader is ever waited for; values of secrets do
 * not appear.
 */
@NullMarked
package io.pinisi.federation.work;

import org.jspecify.annotations.NullMarked;
