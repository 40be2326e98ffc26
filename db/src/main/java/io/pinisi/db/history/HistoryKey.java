package io.pinisi.db.history;

/**
 * Names an object within its source.
 *
 * @param resource in the form {@code deployments.apps}; without a dot for the core group
 * @param namespace empty for objects without one
 */
public record HistoryKey(String resource, String namespace, String name)
        implements Comparable<HistoryKey> {
    @Override
    public int compareTo(HistoryKey other) {
        int order = resource.compareTo(other.resource);
        if (order == 0) {
            order = namespace.compareTo(other.namespace);
        }
        return order == 0 ? name.compareTo(other.name) : order;
    }

    @Override
    public String toString() {
        return resource + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
    }
}
