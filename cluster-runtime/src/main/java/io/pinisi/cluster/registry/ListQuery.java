package io.pinisi.cluster.registry;

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
 */
public record ListQuery(
        @Nullable String namespace,
        String labelSelector,
        String fieldSelector,
        int limit,
        String continueToken,
        String resourceVersion,
        String resourceVersionMatch) {}
