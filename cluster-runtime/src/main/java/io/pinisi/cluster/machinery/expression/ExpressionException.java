package io.pinisi.cluster.machinery.expression;

import org.jspecify.annotations.Nullable;

/** A rule that cannot be compiled, or that broke off while it ran. */
public final class ExpressionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What it means for the rules that come after. */
    public enum Kind {
        /** Nothing. */
        FAILED,
        /** This rule alone cost more than any may. */
        TOO_COSTLY,
        /** Nothing is left for others. */
        OUT_OF_BUDGET
    }

    private ExpressionException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    ExpressionException(String message, Throwable cause) {
        this(Kind.FAILED, message, cause);
    }

    static ExpressionException compilation(String message) {
        return new ExpressionException(Kind.FAILED, "compilation failed: " + message, null);
    }

    static ExpressionException tooCostly() {
        return new ExpressionException(
                Kind.TOO_COSTLY, "operation cancelled: actual cost limit exceeded", null);
    }

    static ExpressionException outOfBudget() {
        return new ExpressionException(
                Kind.OUT_OF_BUDGET,
                "validation failed due to running out of cost budget, no further validation rules"
                        + " will be run",
                null);
    }

    public Kind kind() {
        return kind;
    }

    /** What went wrong. */
    public String words() {
        return String.valueOf(getMessage());
    }
}
