package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.controller.view.NodeTerms;
import io.pinisi.cluster.controller.view.Taint;
import io.pinisi.cluster.controller.view.Toleration;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How evenly the pods that {@code selector} selects must, or should, stand in the domains. */
record SpreadConstraint(
        int maxSkew,
        String topologyKey,
        int minDomains,
        LabelSelector selector,
        boolean honorAffinity,
        boolean honorTaints) {

    /** {@code when} is {@code DoNotSchedule} or {@code ScheduleAnyway}. */
    static List<SpreadConstraint> ofPod(PodFacts pod, String when) {
        List<SpreadConstraint> constraints = new ArrayList<>();
        for (JsonNode constraint : pod.spec().path("topologySpreadConstraints")) {
            if (constraint.path("whenUnsatisfiable").asString("").equals(when)) {
                constraints.add(of(constraint, pod));
            }
        }
        return constraints;
    }

    private static SpreadConstraint of(JsonNode constraint, PodFacts pod) {
        return new SpreadConstraint(
                constraint.path("maxSkew").asInt(1),
                constraint.path("topologyKey").asString(""),
                constraint.path("minDomains").asInt(1),
                selector(constraint, pod),
                !constraint.path("nodeAffinityPolicy").asString("").equals("Ignore"),
                constraint.path("nodeTaintsPolicy").asString("").equals("Honor"));
    }

    /** Label keys name labels of the pod itself whose values the others must share. */
    private static LabelSelector selector(JsonNode constraint, PodFacts pod) {
        JsonNode selector = Json.at(constraint, "labelSelector");
        JsonNode keys = constraint.path("matchLabelKeys");
        if (selector == null || keys.isEmpty()) {
            return LabelSelector.of(selector);
        }
        ObjectNode narrowed = (ObjectNode) selector.deepCopy();
        for (JsonNode key : keys) {
            String value = pod.labels().get(key.asString(""));
            if (value != null) {
                narrowed.withObject("matchLabels").put(key.asString(""), value);
            }
        }
        return LabelSelector.of(narrowed);
    }

    /** Whether pods on the node count at all. */
    boolean counts(PodFacts pod, NodeState node) {
        if (honorAffinity && !NodeTerms.required(pod.spec(), node.name(), node.labels())) {
            return false;
        }
        return !honorTaints
                || node.taints().stream()
                        .filter(taint -> !taint.effect().equals(Taint.PREFER_NO_SCHEDULE))
                        .allMatch(taint -> Toleration.anyTolerates(pod.tolerations(), taint));
    }

    /** How many pods on the node are of those to be spread. */
    long matching(PodFacts pod, NodeState node) {
        return node.pods().stream()
                .filter(other -> !other.deleting())
                .filter(other -> other.namespace().equals(pod.namespace()))
                .filter(other -> selector.matches(other.labels()))
                .count();
    }
}
