package io.pinisi.db.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state that is to be remembered.
 *
 * @param revision of the source's log; 0 where the source has none
 * @param body null where the object is gone
 */
public record HistoryEntry(
        HistoryKey key,
        long revision,
        Instant at,
        String actor,
        String requestId,
        byte @Nullable [] body) {}
