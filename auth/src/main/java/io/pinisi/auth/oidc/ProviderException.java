package io.pinisi.auth.oidc;

/** A sign-in with a provider came to nothing; the message is for the log and the audit. */
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Whose turn it is. */
    public enum Kind {
        /** The provider does not answer; try later. */
        UNREACHABLE,
        /** The answer is not to be believed, or says no. */
        REFUSED
    }

    ProviderException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    ProviderException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static ProviderException refused(String why) {
        return new ProviderException(Kind.REFUSED, why);
    }

    public Kind kind() {
        return kind;
    }
}
