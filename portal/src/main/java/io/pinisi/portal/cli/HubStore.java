package io.pinisi.portal.cli;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.HistoryDatabase;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The hub's own databases; the log's also holds the accounts. */
final class HubStore {
    private HubStore() {}

    static Database open(Home home) {
        try {
            Files.createDirectories(home.resolve("hub"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Database.open(DatabaseOptions.file(home.resolve("hub").resolve("store")));
    }

    /** What the hub was; a file of its own, so that neither waits for the other. */
    static History openHistory(Home home) {
        return HistoryDatabase.open(
                DatabaseOptions.file(home.resolve("hub").resolve("history")),
                HistoryLimits.STANDARD);
    }
}
