package io.pinisi.db.history;

import org.jspecify.annotations.Nullable;

/**
 * An object that was written between two moments, as it was at each; null where it was not there.
 * Both may be alike: it was changed and changed back.
 */
public record HistoryChange(
        HistoryKey key, @Nullable HistoryState before, @Nullable HistoryState after) {}
