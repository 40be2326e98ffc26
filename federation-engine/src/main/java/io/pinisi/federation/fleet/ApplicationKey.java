package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.meta.ObjectKey;

/** Names an application: objects of one namespace that belong together. */
public record ApplicationKey(String namespace, String name) {

    public ObjectKey objectKey() {
        return ObjectKey.of(namespace, name);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
