package io.pinisi.db;

import com.zaxxer.hikari.HikariDataSource;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.AuditTrail;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.Checkpoint;
import io.pinisi.db.audit.Verification;
import io.pinisi.db.revision.StoreUnavailableException;
import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/**
 * The audit log of a database that is looked at and not opened: nothing is migrated, no epoch
 * begins, not one byte is written, so that evidence stays as it was found.
 */
public final class StoredAudit implements AuditTrail, AutoCloseable {
    private final HikariDataSource pool;
    private final DSLContext sql;

    private StoredAudit(HikariDataSource pool, DSLContext sql) {
        this.pool = pool;
        this.sql = sql;
    }

    /**
     * @throws StoreUnavailableException the database is in use by another process, cannot be
     *     reached, or is older than checkpoints
     */
    public static StoredAudit open(DatabaseOptions options) {
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(Database.readingPool(options));
            StoredAudit stored = new StoredAudit(pool, Database.sql(pool, options));
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
        return read(reading -> AuditTables.after(reading, sequence, Long.MAX_VALUE));
    }

    @Override
    public List<Checkpoint> checkpointsAfter(long number) {
        return read(reading -> AuditTables.checkpointsAfter(reading, number));
    }

    @Override
    public Verification end(ChainCheck check) {
        Head head = read(Head::peek);
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
