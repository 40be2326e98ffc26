package io.pinisi.db.audit;

import java.util.List;

/** The chain of audit records of one store. */
public interface AuditLog extends AuditSource {
    /**
     * Records an act that has no write of its own (a refusal, a read of a secret, an exec) and
     * returns when the record is on disk.
     */
    AuditRecord append(AuditEntry entry) throws InterruptedException;

    /** Records that fit, newest first. */
    List<AuditRecord> read(AuditQuery query);

    /** Keeps a checkpoint; which one is the next is for the caller to know. */
    void seal(Checkpoint checkpoint) throws InterruptedException;

    /** Walks the whole chain. */
    Verification verify();
}
