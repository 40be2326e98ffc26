package io.pinisi.cluster.history;

import io.pinisi.cluster.storage.KeyRing;
import io.pinisi.db.Database;
import java.nio.file.Path;

/** The history of one server, written as long as it runs. */
public final class ClusterHistory implements AutoCloseable {
    private final HistoryRecorder recorder;

    private ClusterHistory(HistoryRecorder recorder) {
        this.recorder = recorder;
    }

    /**
     * @param keys what the server seals secrets with
     * @param pki folder of the server's keys
     */
    public static ClusterHistory start(
            HistoryOptions options, Database database, KeyRing keys, Path pki) {
        return new ClusterHistory(
                HistoryRecorder.start(
                        options.source(),
                        database.revisions(),
                        database.chronicle(),
                        options.store(),
                        new HistoryForm(options.policy(), keys, SecretDigests.in(pki))));
    }

    @Override
    public void close() {
        recorder.close();
    }
}
