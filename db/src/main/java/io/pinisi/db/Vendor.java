package io.pinisi.db;

import java.nio.file.Path;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jspecify.annotations.Nullable;

/** What differs between the databases we run on. */
enum Vendor {
    H2_FILE(SQLDialect.H2, Vendor.H2_OPTIONS + ";WRITE_DELAY=0"),
    H2_MEMORY(SQLDialect.H2, Vendor.H2_OPTIONS),
    POSTGRESQL(SQLDialect.POSTGRES, "");

    /** Open until we close it, and no file of its own for errors that we report ourselves. */
    private static final String H2_OPTIONS =
            ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1;TRACE_LEVEL_FILE=0";

    private static final String H2_FILE_URL = "jdbc:h2:file:";

    /** Milliseconds until a commit is in the file, and until the place of an old page is free. */
    private static final String H2_GATHERING = ";WRITE_DELAY=500;RETENTION_TIME=5000";

    private static final String MIGRATIONS = "classpath:db/migration/";
    private static final String HISTORY_MIGRATIONS = "classpath:db/history/";

    private final SQLDialect dialect;
    private final String urlSuffix;

    Vendor(SQLDialect dialect, String urlSuffix) {
        this.dialect = dialect;
        this.urlSuffix = urlSuffix;
    }

    static Vendor of(String url) {
        if (url.startsWith("jdbc:h2:mem:")) {
            return H2_MEMORY;
        }
        if (url.startsWith(H2_FILE_URL)) {
            return H2_FILE;
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException(
                "neither jdbc:h2:file:, jdbc:h2:mem: nor jdbc:postgresql: is the beginning of "
                        + url);
    }

    SQLDialect dialect() {
        return dialect;
    }

    String url(String asked) {
        return asked + urlSuffix;
    }

    /**
     * Of a history, which is written behind its source and taken from there again after a loss. H2
     * may gather commits, and only then tidies its file up: where it writes each one at once, it
     * never fills the gaps that old pages leave, and the file grows to many times what is in it.
     */
    String historyUrl(String asked) {
        return this == H2_FILE ? asked + H2_OPTIONS + H2_GATHERING : url(asked);
    }

    /** For looking only; fails where the database does not exist or somebody has its file open. */
    String readingUrl(String asked) {
        return this == POSTGRESQL
                ? asked
                : asked + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r;TRACE_LEVEL_FILE=0";
    }

    /**
     * Where the journal of the database lies; null where commits need none or nothing outlives us.
     */
    @Nullable Path journal(String url) {
        if (this != H2_FILE) {
            return null;
        }
        String file = url.substring(H2_FILE_URL.length()).replaceFirst(";.*", "");
        return file.startsWith("~/")
                ? Path.of(System.getProperty("user.home"), file.substring(2))
                : Path.of(file);
    }

    String[] migrations() {
        return new String[] {
            MIGRATIONS + "common", MIGRATIONS + (this == POSTGRESQL ? "postgresql" : "h2")
        };
    }

    String[] historyMigrations() {
        return this == POSTGRESQL
                ? new String[] {HISTORY_MIGRATIONS + "common", HISTORY_MIGRATIONS + "postgresql"}
                : new String[] {HISTORY_MIGRATIONS + "common"};
    }

    /**
     * Makes what was committed survive a loss of power. PostgreSQL's commit does; H2's writes to
     * the file and leaves it to the operating system.
     */
    void force(DSLContext sql) {
        if (this == H2_FILE) {
            sql.execute("checkpoint sync");
        }
    }

    /** Said on every new connection. */
    String connectionSql() {
        return this == POSTGRESQL ? "set synchronous_commit = on" : "set lock_timeout 10000";
    }

    /** Lets the database go with its last connection. */
    void release(DSLContext sql) {
        if (this != POSTGRESQL) {
            sql.execute("set db_close_delay 0");
        }
    }
}
