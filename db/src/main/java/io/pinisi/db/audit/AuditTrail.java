package io.pinisi.db.audit;

import java.util.List;

/** The chain in its order, for those who check it or hand it on. */
public interface AuditTrail {
    /** Records of one page at the most. */
    int PAGE_MAX = 1000;

    /** Records behind a sequence number, oldest first, {@link #PAGE_MAX} at the most. */
    List<AuditRecord> after(long sequence);

    /** Checkpoints behind a number, oldest first, {@link #PAGE_MAX} at the most. */
    List<Checkpoint> checkpointsAfter(long number);

    /**
     * Statements about records that were let go, behind a number, {@link #PAGE_MAX} at the most.
     */
    List<Retirement> retirementsAfter(long number);

    /** Ends a walk along this trail; whoever knows where the trail must end, says so here. */
    default Verification end(ChainCheck check) {
        return check.end();
    }
}
