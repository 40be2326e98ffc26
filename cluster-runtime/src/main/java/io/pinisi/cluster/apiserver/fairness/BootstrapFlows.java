package io.pinisi.cluster.apiserver.fairness;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the compact table of schemas and levels into the objects every server begins with. */
final class BootstrapFlows {
    static final String API_VERSION = "flowcontrol.apiserver.k8s.io/v1";

    /** Kept as the table has them as long as it says {@code true}. */
    static final String AUTO_UPDATE = "apf.kubernetes.io/autoupdate-spec";

    private static final String EXEMPT = "exempt";
    private static final int QUEUE_LENGTH = 50;

    private final JsonNode table;

    private BootstrapFlows(JsonNode table) {
        this.table = table;
    }

    static BootstrapFlows load() {
        try (InputStream in = BootstrapFlows.class.getResourceAsStream("flows.yaml")) {
            return new BootstrapFlows(
                    Yaml.parse(Objects.requireNonNull(in, "flows.yaml").readAllBytes()).getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without these two no request would find a level. */
    static boolean isMandatory(String name) {
        return name.equals(EXEMPT) || name.equals(FlowConfiguration.CATCH_ALL);
    }

    List<ObjectNode> levels() {
        return objects("levels", BootstrapFlows::level);
    }

    List<ObjectNode> schemas() {
        return objects("schemas", BootstrapFlows::schema);
    }

    private List<ObjectNode> objects(String rows, Function<JsonNode, ObjectNode> reader) {
        List<ObjectNode> objects = new ArrayList<>();
        table.path(rows).forEach(row -> objects.add(reader.apply(row)));
        return objects;
    }

    private static ObjectNode named(String kind, JsonNode row) {
        ObjectNode object = Json.object().put("apiVersion", API_VERSION).put("kind", kind);
        ObjectNode metadata = object.putObject("metadata");
        metadata.set("name", row.path("name"));
        metadata.putObject("annotations").put(AUTO_UPDATE, "true");
        return object;
    }

    private static ObjectNode level(JsonNode row) {
        ObjectNode object = named("PriorityLevelConfiguration", row);
        ObjectNode spec = object.putObject("spec");
        boolean exempt = row.path("name").asString("").equals(EXEMPT);
        ObjectNode limits =
                spec.put("type", exempt ? "Exempt" : "Limited")
                        .putObject(exempt ? "exempt" : "limited");
        limits.set("nominalConcurrencyShares", row.path("shares"));
        limits.put("lendablePercent", row.path("lendable").asInt(0));
        if (exempt) {
            return object;
        }
        ObjectNode response = limits.putObject("limitResponse");
        if (row.has("queues")) {
            ObjectNode queuing = response.put("type", "Queue").putObject("queuing");
            queuing.set("queues", row.path("queues"));
            queuing.set("handSize", row.path("hand"));
            queuing.put("queueLengthLimit", QUEUE_LENGTH);
        } else {
            response.put("type", "Reject");
        }
        return object;
    }

    private static ObjectNode schema(JsonNode row) {
        ObjectNode object = named("FlowSchema", row);
        ObjectNode spec = object.putObject("spec");
        spec.set("matchingPrecedence", row.path("precedence"));
        spec.putObject("priorityLevelConfiguration").set("name", row.path("level"));
        if (row.has("by")) {
            spec.putObject("distinguisherMethod").set("type", row.path("by"));
        }
        ObjectNode rule = spec.putArray("rules").addObject();
        subjects(rule.putArray("subjects"), row);
        if (row.has("urls")) {
            ObjectNode urls = rule.putArray("nonResourceRules").addObject();
            urls.set("nonResourceURLs", row.path("urls"));
            urls.set("verbs", row.path("urlVerbs"));
        }
        if (row.has("resources")) {
            rule.set("resourceRules", row.path("resources").deepCopy());
        }
        return object;
    }

    private static void subjects(ArrayNode subjects, JsonNode row) {
        row.path("users")
                .forEach(name -> subject(subjects, "User").putObject("user").set("name", name));
        row.path("groups")
                .forEach(name -> subject(subjects, "Group").putObject("group").set("name", name));
        row.path("systemAccounts")
                .forEach(
                        name ->
                                subject(subjects, "ServiceAccount")
                                        .putObject("serviceAccount")
                                        .put("namespace", "kube-system")
                                        .set("name", name));
    }

    private static ObjectNode subject(ArrayNode subjects, String kind) {
        return subjects.addObject().put("kind", kind);
    }
}
