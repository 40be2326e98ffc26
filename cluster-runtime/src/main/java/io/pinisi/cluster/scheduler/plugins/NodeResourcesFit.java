package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.Amounts;
import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a pod asks for must be free, and there must be room for one more pod. */
final class NodeResourcesFit implements FilterRule {
    @Override
    public String name() {
        return "NodeResourcesFit";
    }

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        return node -> {
            List<String> reasons = new ArrayList<>();
            if (node.pods().size() + 1 > node.allocatable().get(Amounts.PODS)) {
                reasons.add("Too many pods");
            }
            for (Map.Entry<String, Long> wanted : pod.requests().values().entrySet()) {
                if (wanted.getValue() > 0 && wanted.getValue() > free(node, wanted.getKey())) {
                    reasons.add("Insufficient " + wanted.getKey());
                }
            }
            return reasons.isEmpty() ? Verdict.FITS : new Verdict.Unfit(reasons);
        };
    }

    private static long free(NodeState node, String resource) {
        return node.allocatable().get(resource) - node.requested().get(resource);
    }
}
