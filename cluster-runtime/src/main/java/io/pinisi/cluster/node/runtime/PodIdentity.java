package io.pinisi.cluster.node.runtime;

/** Which pod something belongs to. */
public record PodIdentity(String namespace, String name, String uid) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
