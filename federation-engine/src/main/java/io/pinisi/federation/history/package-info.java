/**
 * What members were: takes what the engine's mirrors see of members into the history, beside the
 * hub's own objects.
 *
 * <p>Key types: {@link io.pinisi.federation.history.MemberHistory}, which is what the mirrors talk
 * to; {@link io.pinisi.federation.history.Significance}, which says what of an object is a state
 * and what is only a heartbeat. Invariants: the engine never waits for the history; a time in which
 * a collection was not watched is remembered as such, for each collection, so that a last known
 * state is never taken for what was.
 */
@NullMarked
package io.pinisi.federation.history;

import org.jspecify.annotations.NullMarked;
