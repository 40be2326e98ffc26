package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.controller.view.NodeTerms;
import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.ScoreRule;
import io.pinisi.cluster.scheduler.Verdict;
import tools.jackson.databind.JsonNode;

/** The node selector and the node affinity of a pod. */
final class NodeAffinity implements FilterRule, ScoreRule {
    private static final Verdict OTHER =
            Verdict.unfit("node(s) didn't match Pod's node affinity/selector");

    @Override
    public String name() {
        return "NodeAffinity";
    }

    @Override
    public boolean isCuredByRemovals() {
        return false;
    }

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        return node ->
                NodeTerms.required(pod.spec(), node.name(), node.labels()) ? Verdict.FITS : OTHER;
    }

    @Override
    public long[] score(Request request) {
        JsonNode preferences =
                request.pod()
                        .spec()
                        .path("affinity")
                        .path("nodeAffinity")
                        .path("preferredDuringSchedulingIgnoredDuringExecution");
        return Normalized.byLargest(
                request.nodes().stream().mapToLong(node -> liked(preferences, node)).toArray());
    }

    private static long liked(JsonNode preferences, NodeState node) {
        long weight = 0;
        for (JsonNode preference : preferences) {
            if (NodeTerms.matches(preference.path("preference"), node.name(), node.labels())) {
                weight += preference.path("weight").asLong(0);
            }
        }
        return weight;
    }
}
