package io.pinisi.db.audit;

/** The log is not what was vouched for, so nothing more is. */
final class TamperedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TamperedException(String message) {
        super(message);
    }
}
