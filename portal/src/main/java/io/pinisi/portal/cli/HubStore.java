package io.pinisi.portal.cli;

import io.pinisi.cluster.history.SecretDigests;
import io.pinisi.db.Database;
import io.pinisi.db.DatabaseOptions;
import io.pinisi.db.HistoryDatabase;
import io.pinisi.db.history.History;
import io.pinisi.db.history.HistoryLimits;
import io.pinisi.federation.history.MemberHistory;
import io.pinisi.federation.history.MemberHistoryLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;

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

    /** What members are seen to be goes into the history of the hub. */
    static MemberHistory.Options ofMembers(Home home, History history) {
        return new MemberHistory.Options(
                history,
                SecretDigests.in(home.resolve("hub").resolve("pki")),
                MemberHistoryLimits.STANDARD,
                InstantSource.system());
    }
}
