/**
 * The history of a control plane: follows the log into {@code io.pinisi.db.history}, and answers
 * what was at a moment, what changed between two, and an object's whole timeline.
 *
 * <p>Key types: {@link ClusterHistory}, which is started beside a server; {@link HistoryDocument},
 * what is served under {@code /history}. Invariants: what a secret held is never kept, only a keyed
 * digest of it, so that equal and unequal can be told; nobody is shown the past of an object that
 * they may not read now; the log is not compacted beyond what the history has on disk.
 */
@NullMarked
package io.pinisi.cluster.history;

import org.jspecify.annotations.NullMarked;
