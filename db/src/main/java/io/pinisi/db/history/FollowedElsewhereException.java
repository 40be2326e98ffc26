package io.pinisi.db.history;

/** A source is not where its follower left it. */
public final class FollowedElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FollowedElsewhereException(String source, long position) {
        super(source + " is not at " + position + " any more: somebody else follows it");
    }
}
