package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;

/** The resources that an agent reads and writes. */
final class Resources {
    static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");
    static final GroupVersionResource NODES = GroupVersionResource.of("v1", "nodes");
    static final GroupVersionResource SERVICES = GroupVersionResource.of("v1", "services");
    static final GroupVersionResource CONFIG_MAPS = GroupVersionResource.of("v1", "configmaps");
    static final GroupVersionResource SECRETS = GroupVersionResource.of("v1", "secrets");
    static final GroupVersionResource SERVICE_ACCOUNTS =
            GroupVersionResource.of("v1", "serviceaccounts");
    static final GroupVersionResource CLAIMS =
            GroupVersionResource.of("v1", "persistentvolumeclaims");
    static final GroupVersionResource VOLUMES = GroupVersionResource.of("v1", "persistentvolumes");
    static final GroupVersionResource LEASES =
            GroupVersionResource.of("coordination.k8s.io/v1", "leases");

    private Resources() {}
}
