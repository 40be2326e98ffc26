package io.pinisi.cluster.scheduler;

import java.util.List;

/** A rule by which one fitting node is better than another. */
public interface ScoreRule {
    int BEST = 100;

    String name();

    /** One score from 0 to {@link #BEST} for each node, in their order. */
    long[] score(Request request);

    /**
     * What is to be scored.
     *
     * @param nodes the nodes that fit
     */
    record Request(PodFacts pod, ClusterSnapshot snapshot, List<NodeState> nodes, Kin kin) {}
}
