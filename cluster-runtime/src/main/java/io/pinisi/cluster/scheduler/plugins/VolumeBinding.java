package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.VolumePlan;

/** The pod's volumes are on the node, or can be made there. */
final class VolumeBinding implements FilterRule {
    @Override
    public String name() {
        return "VolumeBinding";
    }

    @Override
    public boolean isCuredByRemovals() {
        return false;
    }

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        VolumePlan plan = VolumePlan.of(pod, snapshot.volumes());
        return node -> plan.judge(node.name(), node.labels());
    }
}
