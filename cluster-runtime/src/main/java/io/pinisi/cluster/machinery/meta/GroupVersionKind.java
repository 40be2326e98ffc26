package io.pinisi.cluster.machinery.meta;

/**
 * Names a kind in one version, for example {@code apps/v1 Deployment}; the core group is {@code
 * ""}.
 */
public record GroupVersionKind(String group, String version, String kind) {

    /** Reads the pair of fields every object carries: {@code apiVersion} and {@code kind}. */
    public static GroupVersionKind of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersionKind("", apiVersion, kind)
                : new GroupVersionKind(
                        apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    @Override
    public String toString() {
        return apiVersion() + " " + kind;
    }
}
