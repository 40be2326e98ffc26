package io.pinisi.cluster.controllers.daemonset;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A daemon set, the nodes, and its pods by node, as one pass finds them.
 *
 * @param hash of the present template
 * @param fits what each node makes of the pod
 * @param pods by the node they are on or meant for, oldest first
 */
record DaemonState(
        DaemonSetView set,
        String hash,
        Map<String, NodeFit> fits,
        Map<String, List<PodView>> pods,
        Instant now) {
    private static final Comparator<PodView> OLDEST_FIRST =
            Comparator.comparing(
                            (PodView pod) ->
                                    Objects.requireNonNullElse(
                                            pod.metadata().creationTimestamp(), Instant.EPOCH))
                    .thenComparing(pod -> pod.metadata().name());

    static DaemonState of(
            DaemonPods factory, List<ObjectNode> nodes, List<ObjectNode> owned, Instant now) {
        ObjectNode pod = factory.pod();
        Map<String, NodeFit> fits = new TreeMap<>();
        nodes.forEach(node -> fits.put(Metadata.of(node).name(), NodeFit.of(pod, node)));
        Map<String, List<PodView>> pods = new LinkedHashMap<>();
        owned.stream()
                .map(PodView::new)
                .sorted(OLDEST_FIRST)
                .forEach(
                        view ->
                                pods.computeIfAbsent(
                                                DaemonPods.nodeOf(view), _ -> new ArrayList<>())
                                        .add(view));
        return new DaemonState(factory.set(), factory.hash(), fits, pods, now);
    }

    List<PodView> on(String node) {
        return pods.getOrDefault(node, List.of());
    }

    boolean isCurrent(PodView pod) {
        return hash.equals(pod.metadata().label(DaemonSetView.HASH_LABEL));
    }

    boolean isAvailable(PodView pod) {
        return pod.isAvailable(set.minReadySeconds(), now);
    }

    List<String> wantedNodes() {
        return fits.entrySet().stream()
                .filter(fit -> fit.getValue() == NodeFit.WANTED)
                .map(Map.Entry::getKey)
                .toList();
    }
}
