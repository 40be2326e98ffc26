package io.pinisi.db;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Verification;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
        return reads.run(sql -> AuditTables.newest(sql, query));
    }

    @Override
    public List<AuditRecord> readAfter(AuditQuery query, long sequence) {
        return reads.run(sql -> AuditTables.fittingAfter(sql, query, sequence));
    }

    @Override
    public List<String> hashes(long first, long last) {
        return reads.run(sql -> AuditTables.hashes(sql, first, last));
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
