package io.pinisi.federation.history;

import io.pinisi.db.history.HistoryKey;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is told of a member, in the order in which it was noticed. */
sealed interface Word {
    Instant at();

    /**
     * @param body null where the object is gone
     */
    record State(HistoryKey key, Instant at, byte @Nullable [] body) implements Word {}

    /** Somebody is about to watch a collection. */
    record Opened(String resource, Instant at) implements Word {}

    /** All of a collection was seen. */
    record Listed(String resource, Instant at, Set<HistoryKey> keys) implements Word {
        public Listed {
            keys = Set.copyOf(keys);
        }
    }

    /** Nobody watches any collection. */
    record Lost(Instant at, String reason) implements Word {}
}
