package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.Amounts;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.ScoreRule;

/** Likes nodes whose CPU and memory are used to the same degree, so that neither is stranded. */
final class BalancedAllocation implements ScoreRule {
    @Override
    public String name() {
        return "NodeResourcesBalancedAllocation";
    }

    @Override
    public long[] score(Request request) {
        return request.nodes().stream().mapToLong(node -> score(node, request.pod())).toArray();
    }

    private static long score(NodeState node, PodFacts pod) {
        double cpu = fraction(node, pod, Amounts.CPU);
        double memory = fraction(node, pod, Amounts.MEMORY);
        double deviation = Math.abs(cpu - memory) / 2;
        return (long) ((1 - deviation) * BEST);
    }

    private static double fraction(NodeState node, PodFacts pod, String resource) {
        long capacity = node.allocatable().get(resource);
        if (capacity == 0) {
            return 0;
        }
        double used = node.requested().get(resource) + pod.requests().get(resource);
        return Math.min(1, used / capacity);
    }
}
