package io.pinisi.cluster.apiserver.metrics;

import io.pinisi.cluster.apiserver.metrics.MetricsEndpoint.Subject;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.cluster.machinery.schema.CrdSchemas;
import io.pinisi.cluster.machinery.schema.ResourceDefinition;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Scope;
import io.pinisi.cluster.machinery.schema.Schema;
import io.pinisi.cluster.machinery.schema.TableColumn;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** {@code NodeMetrics} and {@code PodMetrics}: their shapes, and the columns of metrics-server. */
final class MetricsKinds {
    private MetricsKinds() {}

    static ResourceDefinition define(Subject subject) {
        return new ResourceDefinition(
                new GroupResource(ResourceMetrics.GROUP, subject.resource().resource()),
                subject.kind(),
                subject.kind() + "List",
                "",
                List.of(),
                List.of(),
                subject == Subject.PODS ? Scope.NAMESPACED : Scope.CLUSTER,
                List.of(
                        new ResourceDefinition.Version(
                                ResourceMetrics.VERSION, true, true, schema(subject), columns())),
                Set.of("get", "list"),
                List.of(),
                List.of());
    }

    private static Schema schema(Subject subject) {
        ObjectNode schema = Json.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.putObject("timestamp").put("type", "string").put("format", "date-time");
        properties.putObject("window").put("type", "string");
        switch (subject) {
            case NODES -> {
                properties.set("usage", usage());
                schema.putArray("required").add("timestamp").add("window").add("usage");
            }
            case PODS -> {
                ObjectNode container = Json.object().put("type", "object");
                ObjectNode fields = container.putObject("properties");
                fields.putObject("name").put("type", "string");
                fields.set("usage", usage());
                container.putArray("required").add("name").add("usage");
                properties.putObject("containers").put("type", "array").set("items", container);
                schema.putArray("required").add("timestamp").add("window").add("containers");
            }
        }
        return CrdSchemas.compile(schema);
    }

    private static ObjectNode usage() {
        ObjectNode usage = Json.object().put("type", "object");
        usage.putObject("additionalProperties").put("x-kubernetes-int-or-string", true);
        return usage;
    }

    private static List<TableColumn> columns() {
        return List.of(
                new TableColumn(
                        "Name",
                        "string",
                        "name",
                        "Name of the resource",
                        0,
                        object -> object.path("metadata").path("name")),
                amount("cpu"),
                amount("memory"),
                new TableColumn(
                        "Window", "string", "duration", "", 0, object -> object.path("window")));
    }

    private static TableColumn amount(String name) {
        return new TableColumn(
                name,
                "string",
                "quantity",
                "",
                0,
                object -> StringNode.valueOf(sum(object, name).toString()));
    }

    private static Quantity sum(ObjectNode object, String name) {
        JsonNode own = Json.at(object, "usage", name);
        if (own != null) {
            return Quantity.parse(own.asString("0"));
        }
        Quantity sum = Quantity.ZERO;
        for (JsonNode container : object.path("containers")) {
            sum = sum.plus(Quantity.parse(container.path("usage").path(name).asString("0")));
        }
        return sum;
    }
}
