package io.pinisi.db.revision;

import org.jspecify.annotations.Nullable;

/** A write found its key in another state than it named. */
public final class PreconditionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Revision current;

    public PreconditionFailedException(String key, @Nullable Revision current) {
        super(key + (current == null ? " does not exist" : " is at " + current.number()));
        this.current = current;
    }

    /** What is there, or null for nothing. */
    public @Nullable Revision current() {
        return current;
    }
}
