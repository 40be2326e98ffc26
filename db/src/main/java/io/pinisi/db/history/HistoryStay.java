package io.pinisi.db.history;

import java.time.Instant;

/**
 * An object that existed at some time between two moments; in between it may have been gone.
 *
 * @param from when it was there first, of the time asked for
 * @param until when it was there last, of the time asked for
 */
public record HistoryStay(HistoryKey key, Instant from, Instant until) {}
