package io.pinisi.cluster.storage;

/**
 * What a reader wants to follow.
 *
 * @param bookmarks whether silence is filled with bookmarks
 */
public record WatchRequest(Selection selection, Start start, boolean bookmarks) {

    /** Where the stream begins. */
    public sealed interface Start {
        /** Changes after this revision. */
        record After(long revision) implements Start {}

        /** The present state as additions, then changes. */
        record State(Freshness freshness) implements Start {}

        /** As {@link State}, with a marked bookmark between the two. */
        record MarkedState(Freshness freshness) implements Start {}
    }
}
