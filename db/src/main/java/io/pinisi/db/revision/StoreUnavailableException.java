package io.pinisi.db.revision;

/** The store cannot take or confirm writes: its queue is full, it is closing or its disk fails. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }

    public StoreUnavailableException(String message) {
        super(message);
    }
}
