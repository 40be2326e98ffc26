/**
 * What was: every state of every object with the time it was valid, kept for the retention time
 * although the log that it comes from is compacted.
 *
 * <p>Key types: {@link History} is written in the background, by whoever follows a {@link
 * Chronicle}, and answers what a {@link HistoryScope} held at a moment, what changed between two,
 * and one object's timeline. Invariants: an object's states follow each other without a gap; a
 * state that did not change makes no new row; a source's position and the states up to it are one
 * transaction.
 */
@NullMarked
package io.pinisi.db.history;

import org.jspecify.annotations.NullMarked;
