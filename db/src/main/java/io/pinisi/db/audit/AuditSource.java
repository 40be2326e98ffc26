package io.pinisi.db.audit;

import java.util.List;

/** A trail of which parts can be asked for, with what proves that they are parts of it. */
public interface AuditSource extends AuditTrail {
    /**
     * Records that fit behind a sequence number, oldest first, {@link AuditTrail#PAGE_MAX} at the
     * most, whatever the query's own page.
     */
    List<AuditRecord> readAfter(AuditQuery query, long sequence);

    /** The hashes of these records, in order; {@link AuditTrail#PAGE_MAX} at the most. */
    List<String> hashes(long first, long last);
}
