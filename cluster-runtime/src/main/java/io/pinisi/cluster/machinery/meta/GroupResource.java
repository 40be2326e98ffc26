package io.pinisi.cluster.machinery.meta;

/** Names a resource whatever its version, for example {@code deployments.apps}. */
public record GroupResource(String group, String resource) {

    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
