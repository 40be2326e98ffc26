package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.Amounts;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.ScoreRule;
import java.util.List;

/** Likes nodes with much CPU and memory left. */
final class LeastAllocated implements ScoreRule {
    private static final List<String> RESOURCES = List.of(Amounts.CPU, Amounts.MEMORY);

    @Override
    public String name() {
        return "NodeResourcesFit";
    }

    @Override
    public long[] score(Request request) {
        return request.nodes().stream().mapToLong(node -> score(node, request.pod())).toArray();
    }

    private static long score(NodeState node, PodFacts pod) {
        long sum = 0;
        int counted = 0;
        for (String resource : RESOURCES) {
            long capacity = node.allocatable().get(resource);
            if (capacity > 0) {
                long used = node.scored().get(resource) + pod.scored().get(resource);
                sum += used > capacity ? 0 : (capacity - used) * BEST / capacity;
                counted++;
            }
        }
        return counted == 0 ? 0 : sum / counted;
    }
}
