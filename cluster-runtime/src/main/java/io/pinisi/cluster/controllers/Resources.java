package io.pinisi.cluster.controllers;

import io.pinisi.cluster.machinery.meta.GroupVersionResource;

/** The resources that controllers read and write. */
public final class Resources {
    public static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");
    public static final GroupVersionResource NODES = GroupVersionResource.of("v1", "nodes");
    public static final GroupVersionResource SERVICES = GroupVersionResource.of("v1", "services");
    public static final GroupVersionResource ENDPOINTS = GroupVersionResource.of("v1", "endpoints");
    public static final GroupVersionResource EVENTS = GroupVersionResource.of("v1", "events");
    public static final GroupVersionResource NAMESPACES =
            GroupVersionResource.of("v1", "namespaces");
    public static final GroupVersionResource CONFIG_MAPS =
            GroupVersionResource.of("v1", "configmaps");
    public static final GroupVersionResource SERVICE_ACCOUNTS =
            GroupVersionResource.of("v1", "serviceaccounts");
    public static final GroupVersionResource LEASES =
            GroupVersionResource.of("coordination.k8s.io/v1", "leases");
    public static final GroupVersionResource ENDPOINT_SLICES =
            GroupVersionResource.of("discovery.k8s.io/v1", "endpointslices");
    public static final GroupVersionResource REPLICA_SETS =
            GroupVersionResource.of("apps/v1", "replicasets");
    public static final GroupVersionResource DEPLOYMENTS =
            GroupVersionResource.of("apps/v1", "deployments");

    public static final GroupVersionResource STATEFUL_SETS =
            GroupVersionResource.of("apps/v1", "statefulsets");
    public static final GroupVersionResource DAEMON_SETS =
            GroupVersionResource.of("apps/v1", "daemonsets");
    public static final GroupVersionResource CONTROLLER_REVISIONS =
            GroupVersionResource.of("apps/v1", "controllerrevisions");
    public static final GroupVersionResource REPLICATION_CONTROLLERS =
            GroupVersionResource.of("v1", "replicationcontrollers");
    public static final GroupVersionResource CLAIMS =
            GroupVersionResource.of("v1", "persistentvolumeclaims");
    public static final GroupVersionResource VOLUMES =
            GroupVersionResource.of("v1", "persistentvolumes");
    public static final GroupVersionResource STORAGE_CLASSES =
            GroupVersionResource.of("storage.k8s.io/v1", "storageclasses");
    public static final GroupVersionResource JOBS = GroupVersionResource.of("batch/v1", "jobs");
    public static final GroupVersionResource CRON_JOBS =
            GroupVersionResource.of("batch/v1", "cronjobs");
    public static final GroupVersionResource DISRUPTION_BUDGETS =
            GroupVersionResource.of("policy/v1", "poddisruptionbudgets");

    public static final GroupVersionResource AUTOSCALERS =
            GroupVersionResource.of("autoscaling/v2", "horizontalpodautoscalers");
    public static final GroupVersionResource POD_METRICS =
            GroupVersionResource.of("metrics.k8s.io/v1beta1", "pods");

    private Resources() {}
}
