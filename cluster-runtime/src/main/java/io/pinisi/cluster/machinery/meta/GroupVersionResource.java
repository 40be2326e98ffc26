package io.pinisi.cluster.machinery.meta;

/** Names a resource in one version: what a request path addresses. */
public record GroupVersionResource(String group, String version, String resource) {

    /** {@code of("v1", "pods")} or {@code of("apps/v1", "deployments")}. */
    public static GroupVersionResource of(String apiVersion, String resource) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersionResource("", apiVersion, resource)
                : new GroupVersionResource(
                        apiVersion.substring(0, slash), apiVersion.substring(slash + 1), resource);
    }

    public GroupResource groupResource() {
        return new GroupResource(group, resource);
    }

    /** {@code v1} or {@code apps/v1}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
