/**
 * The audit log: one hash-chained record for each act of a person, written in the transaction of
 * its effect.
 *
 * <p>Key type: {@link AuditEntry}, what is to be recorded; sequence, time and hash are the store's.
 */
@NullMarked
package io.pinisi.db.audit;

import org.jspecify.annotations.NullMarked;
