package io.pinisi.db;

import static io.pinisi.db.schema.Tables.AUDIT_RECORD;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jooq.Condition;

/** The audit chain in SQL. */
final class SqlAuditLog implements AuditLog {
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

    @Override
    public List<AuditRecord> readAfter(AuditQuery query, long sequence) {
        return reads.run(
                sql ->
                        sql.selectFrom(AUDIT_RECORD)
                                .where(conditions(query))
                                .and(AUDIT_RECORD.SEQ.gt(sequence))
                                .orderBy(AUDIT_RECORD.SEQ)
                                .limit(AuditTrail.PAGE_MAX)
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
        if (query.namespace() != null) {
            all.add(
                    AUDIT_RECORD
                            .OBJECT_REF
                            .contains(" " + query.namespace() + "/")
                            .or(
                                    AUDIT_RECORD.OBJECT_REF.endsWith(
                                            " namespaces " + query.namespace())));
        }
        if (query.requestId() != null) {
            all.add(AUDIT_RECORD.REQUEST_ID.eq(query.requestId()));
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
    public List<AuditRecord> after(long sequence) {
        return reads.run(sql -> AuditTables.after(sql, sequence, Long.MAX_VALUE));
    }

    @Override
    public List<Checkpoint> checkpointsAfter(long number) {
        return reads.run(sql -> AuditTables.checkpointsAfter(sql, number));
    }

    @Override
    public void seal(Checkpoint checkpoint) throws InterruptedException {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        writer.submit(new Submission.Seal(checkpoint, answer), answer);
    }

    @Override
    public Verification verify() {
        Head head = reads.run(Head::readSettled);
        ChainCheck check = ChainCheck.ofChain();
        long sequence = 0;
        while (sequence < head.auditSequence() && !check.isBroken()) {
            long from = sequence;
            List<AuditRecord> page =
                    reads.run(sql -> AuditTables.after(sql, from, head.auditSequence()));
            if (page.isEmpty()) {
                break;
            }
            page.forEach(check::add);
            sequence = page.getLast().sequence();
        }
        return check.endAt(head.auditSequence(), head.auditHash());
    }
}
