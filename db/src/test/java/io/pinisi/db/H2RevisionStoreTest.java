package io.pinisi.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.io.TempDir;

/** The contract on H2 in a file. */
class H2RevisionStoreTest extends RevisionStoreContract {
    @TempDir Path folder;

    @Override
    DatabaseOptions options() {
        return DatabaseOptions.file(folder.resolve("store"));
    }

    @Override
    long rowsOfTheLog() {
        database.close();
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:h2:file:" + folder.resolve("store"), "sa", "");
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
}
