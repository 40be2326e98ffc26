package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.AffinityTerm;
import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.ScoreRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Likes domains where the pod's preferred company is, and where it is preferred company. */
final class InterPodAffinityScore implements ScoreRule {
    /** What a requirement of a pod that is already there counts. */
    private static final int HARD_WEIGHT = 1;

    @Override
    public String name() {
        return "InterPodAffinity";
    }

    @Override
    public long[] score(Request request) {
        PodFacts pod = request.pod();
        boolean wishes =
                !pod.preferredAffinity().isEmpty() || !pod.preferredAntiAffinity().isEmpty();
        long[] raw = new long[request.nodes().size()];
        if (!wishes && !request.snapshot().crowded()) {
            return raw;
        }
        Map<String, Map<String, Long>> liking = liking(pod, request.snapshot());
        for (int i = 0; i < raw.length; i++) {
            NodeState node = request.nodes().get(i);
            for (Map.Entry<String, Map<String, Long>> byKey : liking.entrySet()) {
                String domain = node.domain(byKey.getKey());
                raw[i] += domain == null ? 0 : byKey.getValue().getOrDefault(domain, 0L);
            }
        }
        return Normalized.byRange(raw);
    }

    private static Map<String, Map<String, Long>> liking(PodFacts pod, ClusterSnapshot snapshot) {
        Map<String, Map<String, Long>> liking = new HashMap<>();
        for (NodeState node : snapshot.nodes()) {
            for (PodFacts other : node.pods()) {
                add(liking, node, pod.preferredAffinity(), other, snapshot, 1);
                add(liking, node, pod.preferredAntiAffinity(), other, snapshot, -1);
                add(liking, node, other.preferredAffinity(), pod, snapshot, 1);
                add(liking, node, other.preferredAntiAffinity(), pod, snapshot, -1);
                add(liking, node, other.requiredAffinity(), pod, snapshot, 1);
            }
        }
        return liking;
    }

    private static void add(
            Map<String, Map<String, Long>> liking,
            NodeState node,
            List<AffinityTerm> terms,
            PodFacts subject,
            ClusterSnapshot snapshot,
            int sign) {
        for (AffinityTerm term : terms) {
            String domain = node.domain(term.topologyKey());
            if (domain != null
                    && term.matches(subject, snapshot.namespaceLabels(subject.namespace()))) {
                long weight = term.weight() == 0 ? HARD_WEIGHT : term.weight();
                liking.computeIfAbsent(term.topologyKey(), key -> new HashMap<>())
                        .merge(domain, sign * weight, Long::sum);
            }
        }
    }
}
