package io.pinisi.portal.backend;

/** Tells that something may have changed; what, the reader finds out by reading again. */
@FunctionalInterface
public interface Changes {
    /** Calls {@code listener} from any thread, soon and briefly, until the handle is closed. */
    Handle listen(Runnable listener);

    /** Ends listening. */
    @FunctionalInterface
    interface Handle extends AutoCloseable {
        @Override
        void close();
    }
}
