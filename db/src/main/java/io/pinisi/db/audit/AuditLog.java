package io.pinisi.db.audit;

import java.util.List;

/** The chain of audit records of one store. */
public interface AuditLog extends AuditTrail {
    /**
     * Records an act that has no write of its own (a refusal, a read of a secret, an exec) and
     * returns when the record is on disk.
     */
    AuditRecord append(AuditEntry entry) throws InterruptedException;

    /** Records that fit, newest first. */
    List<AuditRecord> read(AuditQuery query);

    /**
     * Records that fit behind a sequence number, oldest first, {@link AuditTrail#PAGE_MAX} at the
     * most, whatever the query's own page.
     */
    List<AuditRecord> readAfter(AuditQuery query, long sequence);

    /** Keeps a checkpoint; which one is the next is for the caller to know. */
    void seal(Checkpoint checkpoint) throws InterruptedException;

    /** Walks the whole chain. */
    Verification verify();
}
