package io.pinisi.db.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The chain of audit records of one store. */
public interface AuditLog extends AuditSource {
    /**
     * Records an act that has no write of its own (a refusal, a read of a secret, an exec) and
     * returns when the record is on disk.
     */
    AuditRecord append(AuditEntry entry) throws InterruptedException;

    /**
     * Records that fit, newest first. It answers within a bounded time however long the log and
     * however rare the records are: fewer than were asked for, and where to look on.
     */
    AuditPage page(AuditQuery query);

    /** The same, however long it takes. */
    default List<AuditRecord> read(AuditQuery query) {
        List<AuditRecord> all = new ArrayList<>();
        AuditPage page = page(query);
        all.addAll(page.records());
        while (all.size() < query.limit() && page.next().isPresent()) {
            page = page(query.before(page.next().getAsLong()));
            all.addAll(page.records());
        }
        return all.subList(0, Math.min(all.size(), query.limit()));
    }

    /**
     * The newest record of each actor before a moment, in order of actor; {@link
     * AuditTrail#PAGE_MAX} at the most.
     *
     * @param after only actors behind this one, for the next page; empty for the first
     */
    List<AuditRecord> newestOfActors(Instant until, String after);

    /** Keeps a checkpoint; which one is the next is for the caller to know. */
    void seal(Checkpoint checkpoint) throws InterruptedException;

    /**
     * Lets the records of whole checkpoints go, keeps the statement about it and records it.
     *
     * @return false where a hold fits one of them: then nothing was changed
     */
    boolean retire(Retirement retirement, AuditEntry audit) throws InterruptedException;

    /** Whether a hold that stands now fits one of the checkpoint's records. */
    boolean isHeld(Checkpoint checkpoint);

    /** Places a hold, or replaces the one of the same name. */
    void hold(AuditHold hold, AuditEntry audit) throws InterruptedException;

    /** Lifts a hold; tells whether there was one. */
    boolean lift(String name, AuditEntry audit) throws InterruptedException;

    /** In order of name, those that are over included. */
    List<AuditHold> holds();

    /** Walks the whole chain, believing the store what it says of records that were let go. */
    Verification verify();
}
