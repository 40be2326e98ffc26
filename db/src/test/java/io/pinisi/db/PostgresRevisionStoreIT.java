package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.db.revision.RevisionStore;
import io.pinisi.db.revision.StoreUnavailableException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract on a real PostgreSQL. */
class PostgresRevisionStoreIT extends RevisionStoreContract {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static EmbeddedPostgres server;

    private String name = "";

    @BeforeAll
    static void startServer() throws IOException {
        server =
                EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "off")
                        .setPGStartupWait(Duration.ofMinutes(2))
                        .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    @Override
    void open() {
        name = "store" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        super.open();
    }

    @Override
    DatabaseOptions options() {
        return DatabaseOptions.jdbc(server.getJdbcUrl("postgres", name), "postgres", "");
    }

    @Override
    long rowsOfTheLog() {
        try (Connection connection = server.getDatabase("postgres", name).getConnection();
                ResultSet rows =
                        connection
                                .createStatement()
                                .executeQuery("select count(*) from revision")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoOpensLastWritesAndTheFormerWriterStepsDown() throws InterruptedException {
        create("/a", "1");
        RevisionStore.Tail followsTheFormer = store.tail(1);
        try (Database latter = Database.open(options())) {
            assertThrows(StoreUnavailableException.class, () -> create("/b", "1"));
            assertThrows(StoreUnavailableException.class, () -> create("/c", "1"));
            assertThrows(StoreUnavailableException.class, followsTheFormer::next);
            assertEquals(
                    2,
                    latter.revisions()
                            .write(
                                    io.pinisi.db.revision.Write.create(
                                            "/d", bytes("1"), ORIGIN, null))
                            .number());
        }
    }

    @Test
    void aLostConnectionLosesNoWrite() throws Exception {
        create("/a", "1");
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            connection
                    .createStatement()
                    .execute(
                            "select pg_terminate_backend(pid, 60000) from pg_stat_activity where"
                                    + " datname = '"
                                    + name
                                    + "'");
        }
        writeUntilTaken("/b");
        assertEquals(2, store.head());
        assertEquals(2, store.range("", "", 0, 0).size());
    }

    /** A write that meets the lost connection is refused as a whole; the next one goes through. */
    private void writeUntilTaken(String key) throws InterruptedException {
        for (int attempt = 0; attempt < 10; attempt++) {
            try {
                create(key, "1");
                return;
            } catch (StoreUnavailableException e) {
                assertEquals(1, store.head());
            }
        }
        throw new AssertionError("the store does not recover");
    }
}
