package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.Verdict;

/** A pod that names a node fits that one alone. */
final class NodeName implements FilterRule {
    private static final Verdict OTHER =
            Verdict.unfit("node(s) didn't match the requested node name");

    @Override
    public String name() {
        return "NodeName";
    }

    @Override
    public boolean isCuredByRemovals() {
        return false;
    }

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        String wanted = pod.spec().path("nodeName").asString("");
        return node -> wanted.isEmpty() || wanted.equals(node.name()) ? Verdict.FITS : OTHER;
    }
}
