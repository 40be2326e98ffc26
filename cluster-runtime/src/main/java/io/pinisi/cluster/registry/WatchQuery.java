package io.pinisi.cluster.registry;

/**
 * A list that goes on: events after {@code list.resourceVersion}.
 *
 * @param bookmarks whether the client understands bookmarks
 * @param sendInitialEvents whether the stream begins with the present state and a marked bookmark
 */
public record WatchQuery(ListQuery list, boolean bookmarks, boolean sendInitialEvents) {}
