package io.pinisi.db;

import io.pinisi.db.revision.Write;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote the newest revisions: whoever acts upon a change at once need not wait until the tables
 * have it. Thread-safe.
 */
final class RecentOrigins {
    private static final int MOST = 20_000;

    /** Guarded by itself. */
    private final Map<Long, Write.Origin> origins =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Write.Origin> eldest) {
                    return size() > MOST;
                }
            };

    void add(Batch batch) {
        synchronized (origins) {
            batch.rows().forEach(row -> origins.put(row.revision().number(), row.origin()));
        }
    }

    Write.@Nullable Origin find(long revision) {
        synchronized (origins) {
            return origins.get(revision);
        }
    }
}
