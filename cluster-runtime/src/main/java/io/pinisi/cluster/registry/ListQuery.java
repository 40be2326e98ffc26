package io.pinisi.cluster.registry;

import io.pinisi.cluster.storage.Visibility;
import org.jspecify.annotations.Nullable;

/**
 * What to list or watch. Selectors travel as text and are parsed where they are used, so that a bad
 * one is a BadRequest naming it.
 *
 * @param namespace null for all namespaces
 * @param limit 0 for all
 * @param continueToken as an earlier page returned it, or empty
 * @param resourceVersion as the client sent it, or empty
 * @param resourceVersionMatch {@code Exact}, {@code NotOlderThan} or empty
 * @param visibility what exists for the reader; null for everything
 */
public record ListQuery(
        @Nullable String namespace,
        String labelSelector,
        String fieldSelector,
        int limit,
        String continueToken,
        String resourceVersion,
        String resourceVersionMatch,
        @Nullable Visibility visibility) {

    /** For a reader for whom everything exists. */
    public ListQuery(
            @Nullable String namespace,
            String labelSelector,
            String fieldSelector,
            int limit,
            String continueToken,
            String resourceVersion,
            String resourceVersionMatch) {
        this(
                namespace,
                labelSelector,
                fieldSelector,
                limit,
                continueToken,
                resourceVersion,
                resourceVersionMatch,
                null);
    }

    public ListQuery seenBy(@Nullable Visibility reader) {
        return new ListQuery(
                namespace,
                labelSelector,
                fieldSelector,
                limit,
                continueToken,
                resourceVersion,
                resourceVersionMatch,
                reader);
    }
}
