package io.pinisi.db;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The contract on H2 in a file. */
class H2CheckpointTest extends CheckpointContract {
    @Override
    DatabaseOptions options() {
        return DatabaseOptions.file(folder.resolve("store"));
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("store"), "sa", "");
    }

    @Test
    void lookingAtAStoreChangesNotOneByteOfIt() throws Exception {
        Path file = folder.resolve("store.mv.db");
        Database.open(options()).close();
        byte[] before = Files.readAllBytes(file);
        try (StoredAudit stored = StoredAudit.open(options())) {
            stored.after(0);
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }
}
