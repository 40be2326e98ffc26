package io.pinisi.cluster.node.runtime;

import java.util.Map;

/** The labels by which a pod's parts are found again; the names are the kubelet's. */
final class PodLabels {
    static final String NAMESPACE = "io.kubernetes.pod.namespace";
    static final String NAME = "io.kubernetes.pod.name";
    static final String UID = "io.kubernetes.pod.uid";
    static final String CONTAINER = "io.kubernetes.container.name";

    private PodLabels() {}

    static Map<String, String> sandbox(PodIdentity pod) {
        return Map.of(NAMESPACE, pod.namespace(), NAME, pod.name(), UID, pod.uid());
    }

    static Map<String, String> container(PodIdentity pod, String container) {
        return Map.of(
                NAMESPACE, pod.namespace(),
                NAME, pod.name(),
                UID, pod.uid(),
                CONTAINER, container);
    }

    static PodIdentity pod(Map<String, String> labels) {
        return new PodIdentity(
                labels.getOrDefault(NAMESPACE, ""),
                labels.getOrDefault(NAME, ""),
                labels.getOrDefault(UID, ""));
    }
}
