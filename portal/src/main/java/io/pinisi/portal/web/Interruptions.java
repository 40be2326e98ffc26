package io.pinisi.portal.web;

import java.io.InterruptedIOException;

/** The server is stopping while a request waits. */
final class Interruptions {
    private Interruptions() {}

    static InterruptedIOException during(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException exception =
                new InterruptedIOException(what + " was cut off: the portal is stopping");
        exception.initCause(cause);
        return exception;
    }
}
