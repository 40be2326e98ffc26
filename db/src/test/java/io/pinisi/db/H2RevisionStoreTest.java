package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pinisi.db.revision.PreconditionFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

    @Test
    void closingLeavesOneFileThatAnyoneMayOpen() throws Exception {
        create("/a", "1");
        assertThrows(PreconditionFailedException.class, () -> create("/a", "1"));
        database.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of("store.mv.db"),
                    files.map(file -> String.valueOf(file.getFileName())).toList());
        }
        assertEquals(1, rowsOfTheLog());
    }
}
