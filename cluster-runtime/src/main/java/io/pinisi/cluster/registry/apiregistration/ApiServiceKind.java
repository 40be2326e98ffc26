package io.pinisi.cluster.registry.apiregistration;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code apiregistration.k8s.io/v1 APIService}. */
public final class ApiServiceKind {
    private ApiServiceKind() {}

    public static Kind define(KindContext context) {
        return context.kind("apiregistration.k8s.io", "v1", "APIService", "apiservices")
                .clusterScoped()
                .category("api-extensions")
                .named(NameRule.PATH_SEGMENT)
                .strategy(new ApiServiceStrategy())
                .status()
                .columns(
                        context.columns()
                                .name()
                                .text("Service", ApiServiceKind::service)
                                .text("Available", ApiServiceKind::available)
                                .age())
                .build();
    }

    private static String service(ObjectNode object) {
        JsonNode service = Json.at(object, "spec", "service");
        return service == null
                ? "Local"
                : service.path("namespace").asString("") + "/" + service.path("name").asString("");
    }

    private static String available(ObjectNode object) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Available")) {
                String status = condition.path("status").asString("");
                String reason = condition.path("reason").asString("");
                return status.equals("True") || reason.isEmpty()
                        ? status
                        : status + " (" + reason + ")";
            }
        }
        return Columns.UNKNOWN;
    }
}
