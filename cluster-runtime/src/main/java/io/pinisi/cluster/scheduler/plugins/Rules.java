package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.Profile.Weighted;
import java.util.List;

/** The standard rules. */
public final class Rules {
    private Rules() {}

    /** Cheap rules first; a node is refused by the first that does not fit. */
    public static List<FilterRule> filters() {
        return List.of(
                new NodeUnschedulable(),
                new NodeName(),
                new TaintToleration(),
                new NodeAffinity(),
                new NodePorts(),
                new NodeResourcesFit(),
                new VolumeBinding(),
                new PodTopologySpread(),
                new InterPodAffinity());
    }

    public static List<Weighted> scores() {
        return List.of(
                new Weighted(new TaintToleration(), 3),
                new Weighted(new NodeAffinity(), 2),
                new Weighted(new LeastAllocated(), 1),
                new Weighted(new BalancedAllocation(), 1),
                new Weighted(new TopologySpreadScore(), 2),
                new Weighted(new InterPodAffinityScore(), 2),
                new Weighted(new ImageLocality(), 1));
    }
}
