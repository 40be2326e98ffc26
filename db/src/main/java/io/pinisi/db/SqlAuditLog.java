package io.pinisi.db;

import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditHold;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.audit.AuditPage;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Retirement;
import io.pinisi.db.audit.Verification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jooq.DSLContext;

/** The audit chain in SQL. */
final class SqlAuditLog implements AuditLog {
    private final Writer writer;
    private final Reads reads;
    private final AuditHolds holds;

    SqlAuditLog(Writer writer, Reads reads, InstantSource clock) {
        this.writer = writer;
        this.reads = reads;
        this.holds = new AuditHolds(clock);
    }

    @Override
    public AuditRecord append(AuditEntry entry) throws InterruptedException {
        CompletableFuture<AuditRecord> answer = new CompletableFuture<>();
        return writer.submit(new Submission.Note(entry, answer), answer);
    }

    @Override
    public AuditPage page(AuditQuery query) {
        return AuditWalk.page(reads, query);
    }

    @Override
    public List<Retirement> retirementsAfter(long number) {
        return reads.run(sql -> AuditTables.retirementsAfter(sql, number));
    }

    @Override
    public List<AuditRecord> readAfter(AuditQuery query, long sequence) {
        return AuditWalk.after(reads, query, sequence);
    }

    @Override
    public List<AuditRecord> newestOfActors(Instant until, String after) {
        return reads.run(sql -> AuditTables.newestOfActors(sql, until, after));
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
    public boolean retire(Retirement retirement, AuditEntry audit) throws InterruptedException {
        return change(
                audit,
                sql -> {
                    if (holds.fit(sql, retirement.first(), retirement.last())) {
                        return false;
                    }
                    GroupTables.retire(sql, retirement);
                    return true;
                });
    }

    @Override
    public boolean isHeld(Checkpoint checkpoint) {
        return reads.run(sql -> holds.fit(sql, checkpoint.first(), checkpoint.last()));
    }

    @Override
    public void hold(AuditHold hold, AuditEntry audit) throws InterruptedException {
        change(
                audit,
                sql -> {
                    AuditHolds.place(sql, hold);
                    return true;
                });
    }

    @Override
    public boolean lift(String name, AuditEntry audit) throws InterruptedException {
        return change(audit, sql -> AuditHolds.lift(sql, name));
    }

    @Override
    public List<AuditHold> holds() {
        return reads.run(AuditHolds::all);
    }

    private boolean change(AuditEntry audit, Predicate<DSLContext> change)
            throws InterruptedException {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        return writer.submit(new Submission.Change(change, audit, answer), answer);
    }

    private <T> List<T> all(LongFunction<List<T>> page, ToLongFunction<T> number) {
        List<T> all = new ArrayList<>();
        List<T> next;
        do {
            next = page.apply(all.isEmpty() ? 0 : number.applyAsLong(all.getLast()));
            all.addAll(next);
        } while (next.size() == PAGE_MAX);
        return all;
    }

    @Override
    public Verification verify() {
        Head head = reads.run(Head::readSettled);
        ChainCheck check =
                ChainCheck.believing(
                        all(this::checkpointsAfter, Checkpoint::number),
                        all(this::retirementsAfter, Retirement::number));
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
