package io.pinisi.cluster.storage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A bounded stream of events for one reader; closing it from any thread ends a blocked take. */
public interface WatchStream extends AutoCloseable {
    /** The next event, or null when none came within {@code wait} or the stream is closed. */
    @Nullable WatchEvent take(Duration wait) throws InterruptedException;

    boolean isClosed();

    @Override
    void close();
}
