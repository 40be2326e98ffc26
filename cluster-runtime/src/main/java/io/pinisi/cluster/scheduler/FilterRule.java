package io.pinisi.cluster.scheduler;

/** A rule that a node must satisfy. */
public interface FilterRule {
    String name();

    /** Whether a node that this refuses may fit once pods have left it. */
    default boolean isCuredByRemovals() {
        return true;
    }

    /** Looks at the pod and the cluster once; the check is then asked about node after node. */
    Check prepare(PodFacts pod, ClusterSnapshot snapshot);

    /** Judges one node. */
    @FunctionalInterface
    interface Check {
        Verdict judge(NodeState node);
    }
}
