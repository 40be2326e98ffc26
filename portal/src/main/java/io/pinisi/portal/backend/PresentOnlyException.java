package io.pinisi.portal.backend;

/** Was asked of the past, and can only be answered, or done, now. */
public final class PresentOnlyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PresentOnlyException() {
        super("the past can be looked at, not changed");
    }
}
