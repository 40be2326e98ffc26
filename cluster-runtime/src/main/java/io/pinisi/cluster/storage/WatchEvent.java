package io.pinisi.cluster.storage;

/** One line of a watch. */
public sealed interface WatchEvent {
    /** An object came into view, by creation or because it now matches the selectors. */
    record Added(ApiObject object) implements WatchEvent {}

    record Modified(ApiObject object) implements WatchEvent {}

    /** The object's last state, under the revision of its deletion. */
    record Deleted(ApiObject object) implements WatchEvent {}

    /** Everything up to this revision has been sent. */
    record Bookmark(long revision, boolean endOfInitialEvents) implements WatchEvent {}

    /** The stream ends: the client fell behind or asked for a compacted revision; it must list. */
    record Expired(String message) implements WatchEvent {}
}
