/**
 * The ordered log of revisions that everything stands on: one writer at a time, commits in groups,
 * an answer only after the group is forced to disk.
 *
 * <p>Key types: {@link RevisionStore}, {@link Write}, {@link Revision}. Invariants: revisions rise
 * by one per write, without gaps; a write that was acknowledged survives kill -9; the audit record
 * of a write is in the transaction of the write.
 */
@NullMarked
package io.pinisi.db.revision;

import org.jspecify.annotations.NullMarked;
