package io.pinisi.db.revision;

/** The revision asked for is no longer kept. */
public final class CompactedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CompactedException(long asked, long compacted) {
        super("revision " + asked + " is compacted; the oldest kept is " + compacted);
    }
}
