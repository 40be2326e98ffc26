package io.pinisi.db;

import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** What differs between the databases we run on. */
enum Vendor {
    H2_FILE(SQLDialect.H2, ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1"),
    H2_MEMORY(SQLDialect.H2, ";DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1"),
    POSTGRESQL(SQLDialect.POSTGRES, "");

    private static final String MIGRATIONS = "classpath:db/migration/";

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
        if (url.startsWith("jdbc:h2:file:")) {
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

    String[] migrations() {
        return this == POSTGRESQL
                ? new String[] {MIGRATIONS + "common", MIGRATIONS + "postgresql"}
                : new String[] {MIGRATIONS + "common"};
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

    /** Said on a new connection, or null. */
    String connectionSql() {
        return this == POSTGRESQL ? "set synchronous_commit = on" : "set lock_timeout 10000";
    }

    /** Releases the file, or the memory, now rather than when the last connection is collected. */
    void shutDown(DSLContext sql) {
        if (this != POSTGRESQL) {
            sql.execute("shutdown");
        }
    }
}
