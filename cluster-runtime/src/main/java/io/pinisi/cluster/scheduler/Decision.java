package io.pinisi.cluster.scheduler;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The outcome of one cycle, with its reasons as data. */
public sealed interface Decision {

    /**
     * @param scores of every node that fitted, best first
     * @param refusals of every node that was asked and did not fit
     */
    record Placement(String node, List<NodeScore> scores, List<Refusal> refusals)
            implements Decision {
        public Placement {
            scores = List.copyOf(scores);
            refusals = List.copyOf(refusals);
        }
    }

    /** No node fits; {@code refusals} names the rule for each. */
    record Unschedulable(int nodes, List<Refusal> refusals) implements Decision {
        public Unschedulable {
            refusals = List.copyOf(refusals);
        }

        /** One sentence: how many nodes were refused for which reason. */
        public String message() {
            if (nodes == 0) {
                return "no nodes available to schedule pods";
            }
            Map<String, Integer> counts = new TreeMap<>();
            refusals.forEach(
                    refusal -> refusal.reasons().forEach(r -> counts.merge(r, 1, Integer::sum)));
            String reasons =
                    counts.entrySet().stream()
                            .map(e -> e.getValue() + " " + e.getKey())
                            .sorted()
                            .collect(Collectors.joining(", "));
            return "0/" + nodes + " nodes are available: " + reasons + ".";
        }
    }

    /** Why one node is not the one. */
    record Refusal(String node, String rule, List<String> reasons) {
        public Refusal {
            reasons = List.copyOf(reasons);
        }
    }

    /**
     * @param total the weighted sum of {@code byRule}
     */
    record NodeScore(String node, long total, Map<String, Long> byRule) {
        public NodeScore {
            byRule = Map.copyOf(byRule);
        }
    }
}
