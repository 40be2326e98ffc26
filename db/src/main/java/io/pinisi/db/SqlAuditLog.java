package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_RECORD;

import io.pinisi.db.audit.AuditChain;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The audit chain in SQL. */
final class SqlAuditLog implements AuditLog {
    /** Records held in memory while the chain is walked. */
    private static final int WALK_BATCH_MAX = 1000;

    private final Writer writer;
    private final Reads reads;

    SqlAuditLog(Writer writer, Reads reads) {
        this.writer = writer;
        this.reads = reads;
    }

    @Override
    public AuditRecord append(AuditEntry entry) throws InterruptedException {
        CompletableFuture<AuditRecord> answer = new CompletableFuture<>();
        return writer.submit(new Submission.Note(entry, answer), answer);
    }

    @Override
    public List<AuditRecord> read(AuditQuery query) {
        return reads.run(
                sql ->
                        sql.selectFrom(AUDIT_RECORD)
                                .where(conditions(query))
                                .orderBy(AUDIT_RECORD.SEQ.desc())
                                .limit(query.limit())
                                .fetch(Rows::auditRecord));
    }

    private static List<Condition> conditions(AuditQuery query) {
        List<Condition> all = new ArrayList<>();
        all.add(AUDIT_RECORD.SEQ.lt(query.beforeSequence()));
        if (query.actor() != null) {
            all.add(AUDIT_RECORD.ACTOR.eq(query.actor()));
        }
        if (query.verb() != null) {
            all.add(AUDIT_RECORD.VERB.eq(query.verb()));
        }
        if (query.objectPrefix() != null) {
            all.add(AUDIT_RECORD.OBJECT_REF.startsWith(query.objectPrefix()));
        }
        if (query.result() != null) {
            all.add(AUDIT_RECORD.RESULT.eq(query.result()));
        }
        if (query.from() != null) {
            all.add(AUDIT_RECORD.RECORDED_AT.ge(query.from().toEpochMilli()));
        }
        if (query.until() != null) {
            all.add(AUDIT_RECORD.RECORDED_AT.lt(query.until().toEpochMilli()));
        }
        return all;
    }

    @Override
    public Verification verify() {
        Head head = reads.run(Head::readSettled);
        String previous = AuditChain.GENESIS;
        long sequence = 0;
        while (sequence < head.auditSequence()) {
            List<AuditRecord> batch = batch(sequence, head.auditSequence());
            if (batch.isEmpty()) {
                return new Verification.Broken(sequence + 1, "the record is missing");
            }
            for (AuditRecord chained : batch) {
                sequence++;
                String fault = fault(previous, sequence, chained);
                if (fault != null) {
                    return new Verification.Broken(sequence, fault);
                }
                previous = chained.hash();
            }
        }
        return previous.equals(head.auditHash())
                ? new Verification.Intact(sequence, previous)
                : new Verification.Broken(sequence, "the chain does not end in the head's hash");
    }

    private List<AuditRecord> batch(long after, long last) {
        return reads.run(sql -> batch(sql, after, last));
    }

    private static List<AuditRecord> batch(DSLContext sql, long after, long last) {
        return sql.selectFrom(AUDIT_RECORD)
                .where(AUDIT_RECORD.SEQ.gt(after))
                .and(AUDIT_RECORD.SEQ.le(last))
                .orderBy(AUDIT_RECORD.SEQ)
                .limit(WALK_BATCH_MAX)
                .fetch(Rows::auditRecord);
    }

    private static @Nullable String fault(String previous, long expected, AuditRecord chained) {
        if (chained.sequence() != expected) {
            return "the record is missing";
        }
        return AuditChain.holds(previous, chained)
                ? null
                : "the record is not what was written, or does not follow its predecessor";
    }
}
