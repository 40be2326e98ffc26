package io.pinisi.cluster.storage;

/** The object is no longer at the revision that a write was based on. */
public final class StaleWriteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StaleWriteException(Throwable cause) {
        super(cause);
    }
}
