package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The nodes and the pods on them, kept by increments, with the pods that were assumed onto nodes
 * before the server knows. Thread-safe; guarded by {@code this}.
 */
final class ClusterState {
    private final Map<String, NodeState> nodes = new TreeMap<>();
    private final Map<String, Placed> pods = new HashMap<>();
    private Map<String, Map<String, String>> namespaces = Map.of();
    private int withAffinity;
    private @Nullable ClusterSnapshot snapshot;

    private record Placed(PodFacts pod, String node) {}

    synchronized void putNode(ObjectNode tree) {
        String name = Metadata.of(tree).name();
        List<PodFacts> here = new ArrayList<>();
        for (Placed placed : pods.values()) {
            if (placed.node().equals(name)) {
                here.add(placed.pod());
            }
        }
        nodes.put(name, NodeState.of(tree, here));
        snapshot = null;
    }

    synchronized void removeNode(String name) {
        nodes.remove(name);
        snapshot = null;
    }

    synchronized void putNamespace(String name, Map<String, String> labels) {
        Map<String, Map<String, String>> changed = new HashMap<>(namespaces);
        changed.put(name, Map.copyOf(labels));
        namespaces = Map.copyOf(changed);
        snapshot = null;
    }

    synchronized void removeNamespace(String name) {
        Map<String, Map<String, String>> changed = new HashMap<>(namespaces);
        changed.remove(name);
        namespaces = Map.copyOf(changed);
        snapshot = null;
    }

    /** A pod is, or is about to be, on a node; replaces what was known or assumed of it. */
    synchronized void place(PodFacts pod, String node) {
        remove(pod.uid());
        pods.put(pod.uid(), new Placed(pod, node));
        withAffinity += pod.hasAffinity() ? 1 : 0;
        nodes.computeIfPresent(node, (name, state) -> state.with(pod));
        snapshot = null;
    }

    synchronized boolean isPlaced(String uid) {
        return pods.containsKey(uid);
    }

    /** A pod has ended, is gone, or could not be bound. */
    synchronized void remove(String uid) {
        Placed placed = pods.remove(uid);
        if (placed != null) {
            withAffinity -= placed.pod().hasAffinity() ? 1 : 0;
            nodes.computeIfPresent(placed.node(), (name, state) -> state.without(placed.pod()));
            snapshot = null;
        }
    }

    synchronized ClusterSnapshot snapshot() {
        if (snapshot == null) {
            snapshot =
                    new ClusterSnapshot(List.copyOf(nodes.values()), namespaces, withAffinity > 0);
        }
        return snapshot;
    }
}
