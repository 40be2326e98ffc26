package io.pinisi.cluster.registry.core.component;

import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1 ComponentStatus}. */
public final class ComponentStatusKind {
    static final String HEALTHY = "Healthy";

    private ComponentStatusKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "ComponentStatus", "componentstatuses")
                .clusterScoped()
                .shortNames("cs")
                .readOnly()
                .columns(
                        context.columns()
                                .name()
                                .text("Status", ComponentStatusKind::status)
                                .text("Message", o -> health(o).path("message").asString(""))
                                .text("Error", o -> health(o).path("error").asString("")))
                .build();
    }

    private static JsonNode health(ObjectNode component) {
        for (JsonNode condition : component.path("conditions")) {
            if (condition.path("type").asString("").equals(HEALTHY)) {
                return condition;
            }
        }
        return component.objectNode();
    }

    private static String status(ObjectNode component) {
        return switch (health(component).path("status").asString("")) {
            case "True" -> HEALTHY;
            case "False" -> "Unhealthy";
            default -> "Unknown";
        };
    }
}
