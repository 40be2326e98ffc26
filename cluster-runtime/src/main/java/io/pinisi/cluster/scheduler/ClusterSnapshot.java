package io.pinisi.cluster.scheduler;

import java.util.List;
import java.util.Map;

/**
 * All that a decision depends on besides the pod; immutable.
 *
 * @param nodes in the order of their names
 * @param namespaces labels by namespace
 * @param nominated pods for which room is being made, by node
 * @param crowded whether any pod on the nodes has an affinity of its own
 */
public record ClusterSnapshot(
        List<NodeState> nodes,
        Map<String, Map<String, String>> namespaces,
        Map<String, List<PodFacts>> nominated,
        boolean crowded,
        VolumeState volumes) {
    public ClusterSnapshot {
        nodes = List.copyOf(nodes);
    }

    public Map<String, String> namespaceLabels(String namespace) {
        return namespaces.getOrDefault(namespace, Map.of());
    }

    /** The node with the pods that room is being made for there and that are not less important. */
    public NodeState expected(NodeState node, PodFacts pod) {
        NodeState expected = node;
        for (PodFacts other : nominated.getOrDefault(node.name(), List.of())) {
            if (other.priority() >= pod.priority() && !other.uid().equals(pod.uid())) {
                expected = expected.with(other);
            }
        }
        return expected;
    }

    /** This cluster with another state of one of its nodes. */
    ClusterSnapshot with(NodeState changed) {
        return new ClusterSnapshot(
                nodes.stream()
                        .map(node -> node.name().equals(changed.name()) ? changed : node)
                        .toList(),
                namespaces,
                nominated,
                crowded,
                volumes);
    }
}
