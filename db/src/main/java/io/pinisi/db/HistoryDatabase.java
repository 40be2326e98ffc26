package io.pinisi.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryLimits;
import io.pinisi.db.revision.StoreUnavailableException;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a history. It has a database of its own, so that what is written and asked there never
 * waits for, or holds up, the log that it follows; on PostgreSQL it may share the log's.
 */
public final class HistoryDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryDatabase.class);
    private static final String OWN_SCHEMA_HISTORY = "flyway_history_of_states";

    private HistoryDatabase() {}

    /**
     * @throws StoreUnavailableException the database is in use by another process, cannot be
     *     reached or cannot be migrated
     */
    public static History open(DatabaseOptions options, HistoryLimits limits) {
        Vendor vendor = Vendor.of(options.url());
        HikariDataSource pool = null;
        try {
            HikariConfig config = Database.poolOf(vendor, options, limits.readersMax());
            config.setJdbcUrl(vendor.historyUrl(options.url()));
            HikariDataSource opened = new HikariDataSource(config);
            pool = opened;
            migrate(opened, vendor);
            DSLContext sql = Database.sql(opened, options);
            Reads statements =
                    new Reads(
                            sql,
                            () -> {},
                            limits.readersMax(),
                            limits.readQueueMax(),
                            opened.getPoolName());
            return new SqlHistory(
                    sql, vendor, limits, statements, () -> close(opened, vendor, sql));
        } catch (RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw Database.cannotOpen(options, e);
        }
    }

    private static void migrate(HikariDataSource pool, Vendor vendor) {
        Flyway.configure()
                .loggers("slf4j")
                .dataSource(pool)
                .table(OWN_SCHEMA_HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .locations(vendor.historyMigrations())
                .load()
                .migrate();
    }

    private static void close(HikariDataSource pool, Vendor vendor, DSLContext sql) {
        try {
            vendor.release(sql);
        } catch (DataAccessException e) {
            LOG.warn("history={} cannot be released: {}", pool.getPoolName(), e.getMessage());
        }
        pool.close();
    }
}
