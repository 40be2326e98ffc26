package io.pinisi.db.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an object was for a time.
 *
 * @param id rises with time within an object
 * @param until exclusive; null while it still is so
 * @param actor who made it so
 * @param body null where the object did not exist
 */
public record HistoryState(
        long id,
        HistoryKey key,
        long revision,
        Instant from,
        @Nullable Instant until,
        String actor,
        String requestId,
        byte @Nullable [] body) {}
