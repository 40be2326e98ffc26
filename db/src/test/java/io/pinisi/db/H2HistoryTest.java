package io.pinisi.db;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on an H2 file. */
class H2HistoryTest extends HistoryContract {
    @TempDir Path folder;

    @Override
    DatabaseOptions options() {
        return DatabaseOptions.file(folder.resolve("history"));
    }
}
