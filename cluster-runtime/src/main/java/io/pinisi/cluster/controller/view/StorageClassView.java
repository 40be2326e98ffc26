package io.pinisi.cluster.controller.view;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A storage class, read by those who bind claims and place their pods. */
public record StorageClassView(ObjectNode tree) {
    /** Of a class whose volumes only people make. */
    private static final String NO_PROVISIONER = "kubernetes.io/no-provisioner";

    public String provisioner() {
        return tree.path("provisioner").asString("");
    }

    /** Whether somebody makes volumes of the class when they are asked for. */
    public boolean isProvisioned() {
        return !provisioner().equals(NO_PROVISIONER);
    }

    /** Whether its volumes are bound when a pod's node is known, not before. */
    public boolean isDelayed() {
        return tree.path("volumeBindingMode").asString("").equals("WaitForFirstConsumer");
    }

    /** Whether its volumes can be made for a node with the labels. */
    public boolean reaches(Map<String, String> labels) {
        JsonNode topologies = tree.path("allowedTopologies");
        return topologies.isEmpty()
                || topologies.valueStream().anyMatch(term -> allows(term, labels));
    }

    private static boolean allows(JsonNode topology, Map<String, String> labels) {
        for (JsonNode expression : topology.path("matchLabelExpressions")) {
            String label = labels.get(expression.path("key").asString(""));
            if (label == null
                    || expression
                            .path("values")
                            .valueStream()
                            .noneMatch(value -> value.asString("").equals(label))) {
                return false;
            }
        }
        return true;
    }
}
