package io.pinisi.db;

import com.zaxxer.hikari.HikariDataSource;
import io.pinisi.db.audit.AuditQuery;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditSource;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Retirement;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.revision.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The audit log of a database that is looked at and not opened: nothing is migrated, no epoch
 * begins, not one byte is written, so that evidence stays as it was found.
 */
public final class StoredAudit implements AuditSource, AutoCloseable {
    private final HikariDataSource pool;
    private final DSLContext sql;

    /** Where the chain of the tables ends. */
    private final Head tables;

    /** What follows in the journal of a process that was killed; two files of it at the most. */
    private final List<Batch> pending;

    private StoredAudit(HikariDataSource pool, DSLContext sql, @Nullable Path journal) {
        this.pool = pool;
        this.sql = sql;
        this.tables = read(Head::peek);
        try {
            this.pending = journal == null ? List.of() : JournalReplay.pending(journal, tables);
        } catch (IOException e) {
            throw new StoreUnavailableException("the journal cannot be read: " + e, e);
        }
    }

    /**
     * @throws StoreUnavailableException the database is in use by another process, cannot be
     *     reached, or is older than checkpoints
     */
    public static StoredAudit open(DatabaseOptions options) {
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(Database.readingPool(options));
            StoredAudit stored =
                    new StoredAudit(
                            pool,
                            Database.sql(pool, options),
                            Vendor.of(options.url()).journal(options.url()));
            stored.checkpointsAfter(Long.MAX_VALUE);
            return stored;
        } catch (RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw Database.cannotOpen(options, e);
        }
    }

    @Override
    public List<AuditRecord> after(long sequence) {
        List<AuditRecord> stored =
                read(reading -> AuditTables.after(reading, sequence, Long.MAX_VALUE));
        return Stream.concat(stored.stream(), pendingAfter(sequence)).limit(PAGE_MAX).toList();
    }

    private Stream<AuditRecord> pendingAfter(long sequence) {
        return pending.stream()
                .flatMap(batch -> batch.records().stream())
                .filter(chained -> chained.sequence() > sequence);
    }

    @Override
    public List<Checkpoint> checkpointsAfter(long number) {
        return read(reading -> AuditTables.checkpointsAfter(reading, number));
    }

    @Override
    public List<Retirement> retirementsAfter(long number) {
        return read(reading -> AuditTables.retirementsAfter(reading, number));
    }

    @Override
    public List<AuditRecord> readAfter(AuditQuery query, long sequence) {
        List<AuditRecord> stored =
                read(reading -> AuditTables.fittingAfter(reading, query, sequence));
        return Stream.concat(stored.stream(), pendingAfter(sequence).filter(query::fits))
                .limit(PAGE_MAX)
                .toList();
    }

    @Override
    public List<String> hashes(long first, long last) {
        List<String> stored = read(reading -> AuditTables.hashes(reading, first, last));
        return Stream.concat(
                        stored.stream(),
                        pendingAfter(first - 1)
                                .filter(chained -> chained.sequence() <= last)
                                .map(AuditRecord::hash))
                .limit(PAGE_MAX)
                .toList();
    }

    @Override
    public Verification end(ChainCheck check) {
        Head head = pending.isEmpty() ? tables : pending.getLast().after();
        return check.endAt(head.auditSequence(), head.auditHash());
    }

    /** A file that is damaged as such is no finding about records. */
    private <T> T read(Function<DSLContext, T> query) {
        try {
            return query.apply(sql);
        } catch (DataAccessException e) {
            throw new StoreUnavailableException("the store cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
