package io.pinisi.portal.cli;

/** Something the person at the keyboard can mend; its message says how. Printed without a trace. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
