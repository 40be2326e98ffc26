package io.pinisi.cluster.controller.view;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A mark on a node that keeps pods away unless they tolerate it. */
public record Taint(String key, String value, String effect) {
    public static final String NO_SCHEDULE = "NoSchedule";
    public static final String PREFER_NO_SCHEDULE = "PreferNoSchedule";
    public static final String NO_EXECUTE = "NoExecute";

    public static List<Taint> ofNode(JsonNode node) {
        List<Taint> taints = new ArrayList<>();
        for (JsonNode taint : node.path("spec").path("taints")) {
            taints.add(
                    new Taint(
                            taint.path("key").asString(""),
                            taint.path("value").asString(""),
                            taint.path("effect").asString("")));
        }
        return taints;
    }
}
