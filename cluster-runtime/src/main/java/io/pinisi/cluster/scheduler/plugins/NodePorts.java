package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.HostPort;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.Verdict;

/** A port of a node is given once. */
final class NodePorts implements FilterRule {
    private static final Verdict TAKEN =
            Verdict.unfit("node(s) didn't have free ports for the requested pod ports");

    @Override
    public String name() {
        return "NodePorts";
    }

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        if (pod.ports().isEmpty()) {
            return node -> Verdict.FITS;
        }
        return node -> collides(pod, node) ? TAKEN : Verdict.FITS;
    }

    private static boolean collides(PodFacts pod, NodeState node) {
        for (PodFacts other : node.pods()) {
            for (HostPort taken : other.ports()) {
                if (pod.ports().stream().anyMatch(taken::collidesWith)) {
                    return true;
                }
            }
        }
        return false;
    }
}
