package io.pinisi.db.revision;

/** A value is longer than the store takes; nothing was written. */
public final class ValueTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ValueTooLargeException(String key, int bytes, int bytesMax) {
        super(key + " has " + bytes + " bytes; the store takes at most " + bytesMax);
    }
}
