package io.pinisi.db;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The contract on a real PostgreSQL, in the database that the log is in. */
class PostgresHistoryIT extends HistoryContract {
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
        if (name.isEmpty()) {
            name = "history" + DATABASES.incrementAndGet();
            create(name);
            Database.open(options()).close();
        }
        super.open();
    }

    private static void create(String database) {
        try (Connection connection = server.getPostgresDatabase().getConnection()) {
            connection.createStatement().execute("create database " + database);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    DatabaseOptions options() {
        return DatabaseOptions.jdbc(server.getJdbcUrl("postgres", name), "postgres", "");
    }
}
