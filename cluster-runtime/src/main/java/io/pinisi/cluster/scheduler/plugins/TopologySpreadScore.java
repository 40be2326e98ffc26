package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.ScoreRule;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Likes domains with few pods of the kind. A pod without constraints of its own is spread among its
 * kin, over nodes and, more loosely, over zones.
 */
final class TopologySpreadScore implements ScoreRule {
    private static final String HOSTNAME = "kubernetes.io/hostname";
    private static final String ZONE = "topology.kubernetes.io/zone";

    @Override
    public String name() {
        return "PodTopologySpread";
    }

    @Override
    public long[] score(Request request) {
        List<SpreadConstraint> own = SpreadConstraint.ofPod(request.pod(), "ScheduleAnyway");
        boolean hasOwn = !request.pod().spec().path("topologySpreadConstraints").isEmpty();
        List<SpreadConstraint> constraints = hasOwn ? own : byKin(request);
        long[] scores = new long[request.nodes().size()];
        if (constraints.isEmpty()) {
            return scores;
        }
        double[] crowd = new double[scores.length];
        for (SpreadConstraint constraint : constraints) {
            add(request, constraint, crowd);
        }
        boolean[] left = new boolean[scores.length];
        for (int i = 0; i < left.length; i++) {
            NodeState node = request.nodes().get(i);
            left[i] =
                    hasOwn
                            && constraints.stream()
                                    .anyMatch(c -> node.domain(c.topologyKey()) == null);
        }
        return reversed(crowd, left);
    }

    private static List<SpreadConstraint> byKin(Request request) {
        LabelSelector kin = request.kin().selector();
        return kin == null
                ? List.of()
                : List.of(
                        new SpreadConstraint(3, HOSTNAME, 1, kin, true, false),
                        new SpreadConstraint(5, ZONE, 1, kin, true, false));
    }

    private static void add(Request request, SpreadConstraint constraint, double[] crowd) {
        PodFacts pod = request.pod();
        Map<String, Long> counts = new HashMap<>();
        for (NodeState node : request.snapshot().nodes()) {
            String domain = node.domain(constraint.topologyKey());
            if (domain != null && constraint.counts(pod, node)) {
                counts.merge(domain, constraint.matching(pod, node), Long::sum);
            }
        }
        long domains =
                request.nodes().stream()
                        .map(node -> node.domain(constraint.topologyKey()))
                        .filter(Objects::nonNull)
                        .distinct()
                        .count();
        double weight = Math.log(domains + 2.0);
        for (int i = 0; i < crowd.length; i++) {
            String domain = request.nodes().get(i).domain(constraint.topologyKey());
            if (domain != null) {
                crowd[i] += counts.getOrDefault(domain, 0L) * weight + (constraint.maxSkew() - 1);
            }
        }
    }

    /** The emptier the better; nodes outside the topology come last. */
    private static long[] reversed(double[] crowd, boolean[] left) {
        long[] rounded = Arrays.stream(crowd).mapToLong(Math::round).toArray();
        long max = 0;
        long min = Long.MAX_VALUE;
        for (int i = 0; i < rounded.length; i++) {
            if (!left[i]) {
                max = Math.max(max, rounded[i]);
                min = Math.min(min, rounded[i]);
            }
        }
        long[] scores = new long[rounded.length];
        for (int i = 0; i < scores.length; i++) {
            if (!left[i]) {
                scores[i] = max == 0 ? BEST : BEST * (max + min - rounded[i]) / max;
            }
        }
        return scores;
    }
}
