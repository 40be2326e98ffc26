package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.controller.view.Taint;
import io.pinisi.cluster.controller.view.Toleration;
import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.ScoreRule;
import io.pinisi.cluster.scheduler.Verdict;

/** Taints keep pods away, or make a node less liked, unless tolerated. */
final class TaintToleration implements FilterRule, ScoreRule {
    @Override
    public String name() {
        return "TaintToleration";
    }

    @Override
    public boolean isCuredByRemovals() {
        return false;
    }

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        return node -> {
            for (Taint taint : node.taints()) {
                if (!taint.effect().equals(Taint.PREFER_NO_SCHEDULE)
                        && !Toleration.anyTolerates(pod.tolerations(), taint)) {
                    return Verdict.unfit(
                            "node(s) had untolerated taint {"
                                    + taint.key()
                                    + ": "
                                    + taint.value()
                                    + "}");
                }
            }
            return Verdict.FITS;
        };
    }

    @Override
    public long[] score(Request request) {
        return Normalized.byLargestReversed(
                request.nodes().stream().mapToLong(n -> disliked(n, request.pod())).toArray());
    }

    private static long disliked(NodeState node, PodFacts pod) {
        return node.taints().stream()
                .filter(taint -> taint.effect().equals(Taint.PREFER_NO_SCHEDULE))
                .filter(taint -> !Toleration.anyTolerates(pod.tolerations(), taint))
                .count();
    }
}
