package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_CHECKPOINT;
import static io.pinisi.db.schema.Tables.AUDIT_RECORD;

import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.Checkpoint;
import java.util.List;
import org.jooq.DSLContext;

/** Reads the chain in its order, page by page. */
final class AuditTables {
    private AuditTables() {}

    /** Records behind {@code sequence}, up to and with {@code last}. */
    static List<AuditRecord> after(DSLContext sql, long sequence, long last) {
        return sql.selectFrom(AUDIT_RECORD)
                .where(AUDIT_RECORD.SEQ.gt(sequence))
                .and(AUDIT_RECORD.SEQ.le(last))
                .orderBy(AUDIT_RECORD.SEQ)
                .limit(AuditTrail.PAGE_MAX)
                .fetch(Rows::auditRecord);
    }

    static List<Checkpoint> checkpointsAfter(DSLContext sql, long number) {
        return sql.selectFrom(AUDIT_CHECKPOINT)
                .where(AUDIT_CHECKPOINT.NUMBER.gt(number))
                .orderBy(AUDIT_CHECKPOINT.NUMBER)
                .limit(AuditTrail.PAGE_MAX)
                .fetch(Rows::checkpoint);
    }
}
