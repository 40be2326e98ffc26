package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.controller.view.ClaimView;
import io.pinisi.cluster.controller.view.StorageClassView;
import io.pinisi.cluster.controller.view.VolumeView;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The nodes and the pods on them, kept by increments, with the pods that were assumed onto nodes
 * before the server knows. Thread-safe; guarded by {@code this}.
 */
final class ClusterState {
    private final Map<String, NodeState> nodes = new TreeMap<>();
    private final Map<String, Placed> pods = new HashMap<>();
    private final Map<String, Placed> nominations = new HashMap<>();
    private Map<String, Map<String, String>> namespaces = Map.of();
    private final Map<ObjectKey, ClaimView> claims = new HashMap<>();
    private final Map<String, VolumeView> volumes = new HashMap<>();
    private final Map<String, StorageClassView> classes = new HashMap<>();
    private @Nullable VolumeState volumeState;
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
        nominations.remove(pod.uid());
        pods.put(pod.uid(), new Placed(pod, node));
        withAffinity += pod.hasAffinity() ? 1 : 0;
        nodes.computeIfPresent(node, (name, state) -> state.with(pod));
        snapshot = null;
    }

    /** Room is being made for a pod; less important ones have to look elsewhere. */
    synchronized void nominate(PodFacts pod, String node) {
        nominations
                .values()
                .removeIf(
                        other ->
                                other.node().equals(node)
                                        && other.pod().priority() < pod.priority());
        nominations.put(pod.uid(), new Placed(pod, node));
        snapshot = null;
    }

    /** The pod is gone, or there will be no room. */
    synchronized void nominateNoMore(String uid) {
        if (nominations.remove(uid) != null) {
            snapshot = null;
        }
    }

    /** Where room is being made for a pod; empty where that is nowhere. */
    synchronized String nominatedNode(String uid) {
        Placed nomination = nominations.get(uid);
        return nomination == null ? "" : nomination.node();
    }

    private Map<String, List<PodFacts>> nominated() {
        return nominations.values().stream()
                .collect(
                        Collectors.groupingBy(
                                Placed::node,
                                Collectors.mapping(Placed::pod, Collectors.toList())));
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

    synchronized void claimChanged(Change change) {
        keep(claims, Metadata.key(change.object()), change, ClaimView::new);
    }

    synchronized void volumeChanged(Change change) {
        keep(volumes, Metadata.of(change.object()).name(), change, VolumeView::new);
    }

    synchronized void classChanged(Change change) {
        keep(classes, Metadata.of(change.object()).name(), change, StorageClassView::new);
    }

    private <K, V> void keep(Map<K, V> known, K key, Change change, Function<ObjectNode, V> view) {
        if (change instanceof Change.Deleted) {
            known.remove(key);
        } else {
            known.put(key, view.apply(change.object()));
        }
        volumeState = null;
        snapshot = null;
    }

    synchronized ClusterSnapshot snapshot() {
        if (volumeState == null) {
            volumeState = new VolumeState(claims, volumes, classes);
        }
        if (snapshot == null) {
            snapshot =
                    new ClusterSnapshot(
                            List.copyOf(nodes.values()),
                            namespaces,
                            nominated(),
                            withAffinity > 0,
                            volumeState);
        }
        return snapshot;
    }
}
