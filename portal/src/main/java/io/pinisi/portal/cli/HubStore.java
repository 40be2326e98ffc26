package io.pinisi.portal.cli;

import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The hub's own database, which also holds the accounts. */
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
}
