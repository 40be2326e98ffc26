package io.pinisi.db.audit;

import java.util.List;
import java.util.OptionalLong;

/**
 * A page of an answer, newest first.
 *
 * @param next before which sequence number to look on; empty where the log has no more that fits
 */
public record AuditPage(List<AuditRecord> records, OptionalLong next) {
    public AuditPage {
        records = List.copyOf(records);
    }
}
