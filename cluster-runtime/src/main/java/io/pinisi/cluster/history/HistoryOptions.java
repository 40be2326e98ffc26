package io.pinisi.cluster.history;

import io.pinisi.db.history.History;

/**
 * Where a server's history is kept, and how long.
 *
 * @param source name under which the history knows the server's own objects
 * @param store stays the caller's to close, after the server
 */
public record HistoryOptions(String source, History store, HistoryPolicy policy) {
    /** The hub's own objects: what is desired, and what the engine says of it. */
    public static final String HUB = "hub";

    public static HistoryOptions hub(History store) {
        return new HistoryOptions(HUB, store, HistoryPolicy.STANDARD);
    }
}
