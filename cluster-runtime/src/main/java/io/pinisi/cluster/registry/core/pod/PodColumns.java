package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.registry.Columns;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code kubectl get pods} shows. */
final class PodColumns {
    private PodColumns() {}

    static Columns of(Columns columns) {
        return columns.name()
                .text("Ready", pod -> PodSummary.of(pod).ready())
                .text("Status", pod -> PodSummary.of(pod).reason())
                .text("Restarts", pod -> restarts(PodSummary.of(pod), columns))
                .age()
                .wide()
                .text("IP", pod -> Columns.textAt(pod, Columns.NONE, "status", "podIP"))
                .text("Node", pod -> Columns.textAt(pod, Columns.NONE, "spec", "nodeName"))
                .text(
                        "Nominated Node",
                        pod -> Columns.textAt(pod, Columns.NONE, "status", "nominatedNodeName"))
                .text("Readiness Gates", PodColumns::gates);
    }

    private static String restarts(PodSummary summary, Columns columns) {
        if (summary.restarts() == 0 || summary.lastRestart().isEmpty()) {
            return Long.toString(summary.restarts());
        }
        return summary.restarts() + " (" + columns.age(summary.lastRestart()) + " ago)";
    }

    private static String gates(ObjectNode pod) {
        JsonNode gates = pod.path("spec").path("readinessGates");
        if (gates.isEmpty()) {
            return Columns.NONE;
        }
        int passed = 0;
        for (JsonNode gate : gates) {
            String type = gate.path("conditionType").asString("");
            passed += PodSummary.isTrue(pod, type) ? 1 : 0;
        }
        return passed + "/" + gates.size();
    }
}
