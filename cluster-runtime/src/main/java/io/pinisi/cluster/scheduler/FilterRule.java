package io.pinisi.cluster.scheduler;

/** A rule that a node must satisfy. */
public interface FilterRule {
    String name();

    /** Looks at the pod and the cluster once; the check is then asked about node after node. */
    Check prepare(PodFacts pod, ClusterSnapshot snapshot);

    /** Judges one node. */
    @FunctionalInterface
    interface Check {
        Verdict judge(NodeState node);
    }
}
