package io.pinisi.cluster.registry.autoscaling;

import io.pinisi.cluster.registry.Columns;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The targets of an autoscaler beside what is measured, as a cell shows them. */
final class MetricText {
    private static final int SHOWN = 2;

    private MetricText() {}

    static String all(ObjectNode autoscaler) {
        JsonNode metrics = autoscaler.path("spec").path("metrics");
        JsonNode measured = autoscaler.path("status").path("currentMetrics");
        if (metrics.isEmpty()) {
            return Columns.NONE;
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < metrics.size() && i < SHOWN; i++) {
            texts.add(one(metrics.get(i), measured.path(i)));
        }
        String joined = String.join(", ", texts);
        int more = metrics.size() - SHOWN;
        return more > 0 ? joined + " + " + more + " more..." : joined;
    }

    private static String one(JsonNode metric, JsonNode measured) {
        return switch (metric.path("type").asString("")) {
            case "External" -> amount(metric.path("external"), measured.path("external"));
            case "Object" -> amount(metric.path("object"), measured.path("object"));
            case "Pods" -> pair(metric.path("pods"), measured.path("pods"), "averageValue");
            case "Resource" -> resource(metric.path("resource"), measured.path("resource"));
            case "ContainerResource" ->
                    resource(metric.path("containerResource"), measured.path("containerResource"));
            default -> "<unknown type>";
        };
    }

    private static String amount(JsonNode source, JsonNode measured) {
        return source.path("target").has("averageValue")
                ? pair(source, measured, "averageValue") + " (avg)"
                : pair(source, measured, "value");
    }

    private static String pair(JsonNode source, JsonNode measured, String field) {
        return measured.path("current").path(field).asString(Columns.UNKNOWN)
                + "/"
                + source.path("target").path(field).asString("");
    }

    private static String resource(JsonNode source, JsonNode measured) {
        String name = source.path("name").asString("") + ": ";
        if (source.path("target").has("averageValue")) {
            return name + pair(source, measured, "averageValue");
        }
        return name
                + percent(measured.path("current"), Columns.UNKNOWN)
                + "/"
                + percent(source.path("target"), "<auto>");
    }

    private static String percent(JsonNode amount, String orElse) {
        JsonNode share = amount.path("averageUtilization");
        return share.isNumber() ? share.asInt(0) + "%" : orElse;
    }
}
