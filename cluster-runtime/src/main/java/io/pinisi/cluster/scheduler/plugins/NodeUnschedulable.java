package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.controller.view.Taint;
import io.pinisi.cluster.controller.view.Toleration;
import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.Verdict;

/** A cordoned node takes only pods that tolerate that. */
final class NodeUnschedulable implements FilterRule {
    private static final Verdict CORDONED = Verdict.unfit("node(s) were unschedulable");
    private static final Taint TAINT =
            new Taint("node.kubernetes.io/unschedulable", "", Taint.NO_SCHEDULE);

    @Override
    public String name() {
        return "NodeUnschedulable";
    }

    @Override
    public boolean isCuredByRemovals() {
        return false;
    }

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        boolean tolerated = Toleration.anyTolerates(pod.tolerations(), TAINT);
        return node -> !node.unschedulable() || tolerated ? Verdict.FITS : CORDONED;
    }
}
