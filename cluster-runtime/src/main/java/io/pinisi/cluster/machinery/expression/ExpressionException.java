package io.pinisi.cluster.machinery.expression;

/** A rule that cannot be compiled, or that broke off while it ran. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    ExpressionException(String message, Throwable cause) {
        super(message, cause);
    }
}
