/**
 * The audit log: one hash-chained record for each act of a person, written in the transaction of
 * its effect.
 *
 * <p>Key types: {@link AuditEntry}, what is to be recorded; sequence, time and hash are the
 * store's. {@link Checkpointer} seals the chain as it grows, {@link AuditRetention} lets old
 * records go whole checkpoints at a time. Invariant: a record is missing only where a signed {@link
 * Retirement} says so.
 */
@NullMarked
package io.pinisi.db.audit;

import org.jspecify.annotations.NullMarked;
