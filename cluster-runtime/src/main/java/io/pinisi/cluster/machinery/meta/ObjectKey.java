package io.pinisi.cluster.machinery.meta;

import org.jspecify.annotations.Nullable;

/** Names an object of a resource; {@code namespace} is null for cluster-scoped objects. */
public record ObjectKey(@Nullable String namespace, String name) implements Comparable<ObjectKey> {

    public static ObjectKey cluster(String name) {
        return new ObjectKey(null, name);
    }

    public static ObjectKey of(String namespace, String name) {
        return new ObjectKey(namespace, name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return toString().compareTo(other.toString());
    }

    /** {@code namespace/name}, or the bare name. */
    @Override
    public String toString() {
        return namespace == null ? name : namespace + "/" + name;
    }
}
