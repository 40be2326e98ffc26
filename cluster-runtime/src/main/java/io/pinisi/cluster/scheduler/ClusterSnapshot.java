package io.pinisi.cluster.scheduler;

import java.util.List;
import java.util.Map;

/**
 * All that a decision depends on besides the pod; immutable.
 *
 * @param nodes in the order of their names
 * @param namespaces labels by namespace
 * @param crowded whether any pod on the nodes has an affinity of its own
 */
public record ClusterSnapshot(
        List<NodeState> nodes,
        Map<String, Map<String, String>> namespaces,
        boolean crowded,
        VolumeState volumes) {
    public ClusterSnapshot {
        nodes = List.copyOf(nodes);
    }

    public Map<String, String> namespaceLabels(String namespace) {
        return namespaces.getOrDefault(namespace, Map.of());
    }
}
