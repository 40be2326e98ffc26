package io.pinisi.cluster.node.runtime;

/** The one exception of a runtime; its message is fit to be shown to the pod's owner. */
public final class RuntimeFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure, where a caller acts on it. */
    public enum Kind {
        NOT_FOUND,
        TIMEOUT,
        UNAVAILABLE,
        REFUSED,
        OTHER
    }

    private final Kind kind;

    public RuntimeFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public RuntimeFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
