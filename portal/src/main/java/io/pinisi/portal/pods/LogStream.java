package io.pinisi.portal.pods;

import org.jspecify.annotations.Nullable;

/** A log being followed; read by one thread, closed by any. */
public interface LogStream extends AutoCloseable {
    /** The next line with its time stamp first, waiting for it; null when the log has ended. */
    @Nullable String next() throws InterruptedException;

    /** Whether a line is there already, so that lines can travel together. */
    boolean ready();

    @Override
    void close();
}
