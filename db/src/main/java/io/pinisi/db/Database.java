package io.pinisi.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.pinisi.db.account.Accounts;
import io.pinisi.db.audit.AuditLog;
import io.pinisi.db.history.Chronicle;
import io.pinisi.db.journal.Journal;
import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.StoreUnavailableException;
import io.pinisi.db.token.PersonalTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One control plane's database, open for writing. Opening it migrates it and begins a new epoch:
 * whoever had it open before can write no more.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long CONNECTION_WAIT_MILLIS_MAX = 5000;

    private final HikariDataSource pool;
    private final DSLContext sql;
    private final Vendor vendor;
    private final Reads reads;
    private final Writer writer;
    private final RevisionStore revisions;
    private final Chronicle chronicle;
    private final AuditLog audit;
    private final Accounts accounts;
    private final PersonalTokens tokens;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Database(HikariDataSource pool, Vendor vendor, DatabaseOptions options) {
        this.pool = pool;
        this.vendor = vendor;
        this.sql = sql(pool, options);
        StoreLimits limits = options.limits();
        Transactions transactions = new Transactions(sql, vendor, limits);
        Path journal = vendor.journal(options.url());
        if (journal != null) {
            replay(journal, transactions);
        }
        Head head = Head.takeOver(sql);
        Log log = new Log(limits, head);
        LiveKeys live = LiveKeys.read(sql);
        Commits commits = commits(transactions, log, journal, options);
        this.reads =
                new Reads(
                        sql,
                        commits::settle,
                        limits.readersMax(),
                        limits.readQueueMax(),
                        pool.getPoolName());
        this.writer =
                new Writer(
                        sql, commits, live, limits, options.clock(), log, head, pool.getPoolName());
        CompactionFloors floors = new CompactionFloors();
        this.revisions = new SqlRevisionStore(writer, reads, log, floors, limits, this::close);
        this.chronicle = new SqlChronicle(reads, log, floors);
        this.audit = new SqlAuditLog(writer, reads, options.clock());
        this.accounts = new SqlAccounts(writer, reads);
        this.tokens = new SqlTokens(writer, reads);
        writer.start();
    }

    private void replay(Path journal, Transactions transactions) {
        try {
            JournalReplay.run(journal, sql, transactions);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while the journal was read", e);
        }
    }

    /** PostgreSQL has a journal of its own. */
    private Commits commits(
            Transactions transactions, Log log, @Nullable Path journal, DatabaseOptions options) {
        if (vendor == Vendor.POSTGRESQL) {
            return new DirectCommits(transactions);
        }
        try {
            JournaledCommits commits =
                    new JournaledCommits(
                            transactions,
                            options.limits(),
                            log,
                            journal == null
                                    ? null
                                    : Journal.open(journal, options.limits().journalBytesMax()),
                            pool.getPoolName());
            commits.start();
            return commits;
        } catch (IOException e) {
            throw new StoreUnavailableException("the journal cannot be opened: " + e, e);
        }
    }

    /**
     * @throws StoreUnavailableException the database is in use by another process, cannot be
     *     reached or cannot be migrated
     */
    public static Database open(DatabaseOptions options) {
        Vendor vendor = Vendor.of(options.url());
        HikariDataSource pool = null;
        try {
            pool = new HikariDataSource(poolOf(vendor, options, options.limits().readersMax()));
            migrate(pool, vendor);
            return new Database(pool, vendor, options);
        } catch (RuntimeException e) {
            if (pool != null) {
                pool.close();
            }
            throw cannotOpen(options, e);
        }
    }

    static StoreUnavailableException cannotOpen(DatabaseOptions options, RuntimeException cause) {
        return new StoreUnavailableException(
                "cannot open " + options.url() + ": " + deepest(cause), cause);
    }

    static DSLContext sql(HikariDataSource pool, DatabaseOptions options) {
        return DSL.using(pool, Vendor.of(options.url()).dialect(), settings());
    }

    /** One connection that may not write. */
    static HikariConfig readingPool(DatabaseOptions options) {
        Vendor vendor = Vendor.of(options.url());
        HikariConfig config = new HikariConfig();
        config.setPoolName(options.name() + "-reading");
        config.setJdbcUrl(vendor.readingUrl(options.url()));
        config.setUsername(options.user());
        config.setPassword(options.password());
        config.setMaximumPoolSize(1);
        config.setReadOnly(true);
        config.setInitializationFailTimeout(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MILLIS_MAX);
        return config;
    }

    static HikariConfig poolOf(Vendor vendor, DatabaseOptions options, int readersMax) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(options.name());
        config.setJdbcUrl(vendor.url(options.url()));
        config.setUsername(options.user());
        config.setPassword(options.password());
        config.setMaximumPoolSize(readersMax + 1);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECTION_WAIT_MILLIS_MAX);
        config.setConnectionInitSql(vendor.connectionSql());
        return config;
    }

    private static void migrate(HikariDataSource pool, Vendor vendor) {
        Flyway.configure()
                .loggers("slf4j")
                .dataSource(pool)
                .locations(vendor.migrations())
                .load()
                .migrate();
    }

    private static Settings settings() {
        return new Settings()
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withRenderSchema(false)
                .withInListPadding(true)
                .withExecuteLogging(false);
    }

    private static String deepest(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** The log; closing it closes the database. */
    public RevisionStore revisions() {
        return revisions;
    }

    /** The log with the origin of each revision. */
    public Chronicle chronicle() {
        return chronicle;
    }

    public AuditLog audit() {
        return audit;
    }

    public Accounts accounts() {
        return accounts;
    }

    public PersonalTokens tokens() {
        return tokens;
    }

    /** Writes what is queued, then closes everything; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        writer.close();
        reads.close();
        try {
            vendor.release(sql);
        } catch (DataAccessException e) {
            LOG.warn("database={} cannot be released: {}", pool.getPoolName(), e.getMessage());
        }
        pool.close();
    }
}
