package io.pinisi.federation.override;

/** An override does not fit the object; the message says which one, where and why. */
public final class OverrideException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OverrideException(String message) {
        super(message);
    }
}
