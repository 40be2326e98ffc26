package io.pinisi.db;

import io.pinisi.db.revision.StoreUnavailableException;

/** What was to be written is known not to be on disk. */
final class NotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotTakenException(Exception cause) {
        super(cause);
    }

    StoreUnavailableException reason() {
        return new StoreUnavailableException("the write was not taken: " + getCause(), this);
    }
}
