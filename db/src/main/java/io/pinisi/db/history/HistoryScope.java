package io.pinisi.db.history;

import org.jspecify.annotations.Nullable;

/**
 * Which objects are asked for; null means any.
 *
 * @param source whose objects, for example {@code hub}
 * @param namespace empty for objects without a namespace
 */
public record HistoryScope(
        String source,
        @Nullable String resource,
        @Nullable String namespace,
        @Nullable String name) {

    /** All that a source tells of. */
    public static HistoryScope of(String source) {
        return new HistoryScope(source, null, null, null);
    }

    /** One object. */
    public static HistoryScope of(String source, HistoryKey key) {
        return new HistoryScope(source, key.resource(), key.namespace(), key.name());
    }

    public HistoryScope resource(String only) {
        return new HistoryScope(source, only, namespace, name);
    }

    public HistoryScope namespace(String only) {
        return new HistoryScope(source, resource, only, name);
    }
}
