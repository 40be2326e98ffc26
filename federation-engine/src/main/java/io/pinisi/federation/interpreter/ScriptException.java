package io.pinisi.federation.interpreter;

/** A script does not compile, fails, or goes beyond its limits; the message names the line. */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScriptException(String message) {
        super(message);
    }
}
