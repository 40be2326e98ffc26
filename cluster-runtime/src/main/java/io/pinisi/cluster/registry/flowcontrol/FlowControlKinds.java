package io.pinisi.cluster.registry.flowcontrol;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of {@code flowcontrol.apiserver.k8s.io/v1}. */
public final class FlowControlKinds {
    private static final String GROUP = "flowcontrol.apiserver.k8s.io";

    private FlowControlKinds() {}

    public static List<Kind> define(KindContext context) {
        return List.of(schema(context), level(context));
    }

    private static Kind schema(KindContext context) {
        return context.kind(GROUP, "v1", "FlowSchema", "flowschemas")
                .clusterScoped()
                .strategy(new FlowSchemaStrategy())
                .status()
                .with(Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .text(
                                        "PriorityLevel",
                                        o ->
                                                Columns.textAt(
                                                        o,
                                                        "",
                                                        "spec",
                                                        "priorityLevelConfiguration",
                                                        "name"))
                                .number("MatchingPrecedence", "spec", "matchingPrecedence")
                                .text("DistinguisherMethod", FlowControlKinds::distinguisher)
                                .age()
                                .text("MissingPL", FlowControlKinds::dangling))
                .build();
    }

    private static String distinguisher(ObjectNode schema) {
        return Columns.textAt(schema, Columns.NONE, "spec", "distinguisherMethod", "type");
    }

    /** {@code ?} while nobody has looked. */
    private static String dangling(ObjectNode schema) {
        for (JsonNode condition : schema.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Dangling")) {
                return condition.path("status").asString("?");
            }
        }
        return "?";
    }

    private static Kind level(KindContext context) {
        return context.kind(
                        GROUP, "v1", "PriorityLevelConfiguration", "prioritylevelconfigurations")
                .clusterScoped()
                .strategy(new PriorityLevelStrategy())
                .status()
                .with(Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .text("Type", o -> Columns.textAt(o, "", "spec", "type"))
                                .text("NominalConcurrencyShares", FlowControlKinds::shares)
                                .text("Queues", o -> queuing(o, "queues"))
                                .text("HandSize", o -> queuing(o, "handSize"))
                                .text("QueueLengthLimit", o -> queuing(o, "queueLengthLimit"))
                                .age())
                .build();
    }

    private static String shares(ObjectNode level) {
        return shown(Json.at(level, "spec", "limited", "nominalConcurrencyShares"));
    }

    private static String queuing(ObjectNode level, String field) {
        return shown(Json.at(level, "spec", "limited", "limitResponse", "queuing", field));
    }

    private static String shown(@org.jspecify.annotations.Nullable JsonNode number) {
        return number == null ? Columns.NONE : number.asString();
    }
}
