package io.pinisi.cluster.machinery.schema;

import io.pinisi.cluster.machinery.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** What an autoscaler means where it says nothing; kinds made after it mean the same. */
public final class AutoscalerDefaults {
    private AutoscalerDefaults() {}

    /** Completes the {@code spec} of an autoscaler. */
    public static void complete(ObjectNode spec) {
        if (spec.path("metrics").isEmpty()) {
            ObjectNode metric = Json.object().put("type", "Resource");
            metric.putObject("resource")
                    .put("name", "cpu")
                    .putObject("target")
                    .put("type", "Utilization")
                    .put("averageUtilization", 80);
            spec.putArray("metrics").add(metric);
        }
        if (spec.get("behavior") instanceof ObjectNode behavior) {
            ObjectNode up = ComputedDefaults.child(behavior, "scaleUp");
            ComputedDefaults.putIfAbsent(up, "stabilizationWindowSeconds", 0);
            ComputedDefaults.putIfBlank(up, "selectPolicy", "Max");
            if (up.path("policies").isEmpty()) {
                up.withArray("policies").add(scalingPolicy("Pods", 4));
                up.withArray("policies").add(scalingPolicy("Percent", 100));
            }
            ObjectNode down = ComputedDefaults.child(behavior, "scaleDown");
            ComputedDefaults.putIfBlank(down, "selectPolicy", "Max");
            if (down.path("policies").isEmpty()) {
                down.withArray("policies").add(scalingPolicy("Percent", 100));
            }
        }
    }

    private static ObjectNode scalingPolicy(String type, int value) {
        return Json.object().put("type", type).put("value", value).put("periodSeconds", 15);
    }
}
