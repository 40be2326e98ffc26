package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.controller.view.Taint;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node with the pods on it; a change makes a new one.
 *
 * @param requested what its pods ask for
 * @param scored the same with floors, for scores
 * @param images sizes by name
 */
public record NodeState(
        String name,
        Map<String, String> labels,
        List<Taint> taints,
        boolean unschedulable,
        Amounts allocatable,
        Map<String, Long> images,
        List<PodFacts> pods,
        Amounts requested,
        Amounts scored) {

    public NodeState {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        images = Map.copyOf(images);
        pods = List.copyOf(pods);
    }

    public static NodeState of(ObjectNode node, List<PodFacts> pods) {
        Metadata metadata = Metadata.of(node);
        Map<String, Long> images = new HashMap<>();
        for (JsonNode image : node.path("status").path("images")) {
            long size = image.path("sizeBytes").asLong(0);
            image.path("names").forEach(name -> images.put(name.asString(""), size));
        }
        NodeState state =
                new NodeState(
                        metadata.name(),
                        metadata.labels(),
                        Taint.ofNode(node),
                        node.path("spec").path("unschedulable").asBoolean(false),
                        Amounts.of(node.path("status").path("allocatable")),
                        images,
                        List.of(),
                        Amounts.NONE,
                        Amounts.NONE);
        for (PodFacts pod : pods) {
            state = state.with(pod);
        }
        return state;
    }

    NodeState with(PodFacts pod) {
        List<PodFacts> more = new ArrayList<>(pods);
        more.add(pod);
        return withPods(more, requested.plus(pod.requests()), scored.plus(pod.scored()));
    }

    NodeState without(PodFacts pod) {
        List<PodFacts> fewer = new ArrayList<>(pods);
        if (!fewer.removeIf(other -> other.uid().equals(pod.uid()))) {
            return this;
        }
        return withPods(fewer, requested.minus(pod.requests()), scored.minus(pod.scored()));
    }

    private NodeState withPods(List<PodFacts> changed, Amounts nowRequested, Amounts nowScored) {
        return new NodeState(
                name,
                labels,
                taints,
                unschedulable,
                allocatable,
                images,
                changed,
                nowRequested,
                nowScored);
    }

    /** The topology domain of a key, or null where the node has none. */
    public @Nullable String domain(String topologyKey) {
        return labels.get(topologyKey);
    }
}
