package io.pinisi.federation.discovery;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the statuses of exports and the import that everyone sees. Pure. */
record ExportReport(Supply supply, Set<String> served, Instant now) {

    /** Of a ServiceExport: {@code Valid}, {@code Ready} and {@code Conflict}. */
    ObjectNode ofServiceExport(JsonNode before) {
        return ofServiceExport(before, valid());
    }

    /** The same of one that was made in a member, which answers for its own service only. */
    ObjectNode ofServiceExport(JsonNode before, String cluster) {
        Condition valid = valid();
        if (!supply.services().isEmpty() && !supply.services().containsKey(cluster)) {
            valid = Condition.of("Valid", false, "NoService", "the cluster offers no such service");
        }
        return ofServiceExport(before, valid);
    }

    private ObjectNode ofServiceExport(JsonNode before, Condition valid) {
        ObjectNode status = begin(before);
        Conditions.set(status, valid, now);
        boolean exported = !supply.services().isEmpty();
        Conditions.set(
                status,
                exported
                        ? Condition.of(
                                "Ready",
                                true,
                                "Exported",
                                "exported by " + sorted(supply.services().keySet()))
                        : Condition.of("Ready", false, "Pending", "no cluster provides it"),
                now);
        Conditions.set(status, conflict(), now);
        return status;
    }

    private Condition valid() {
        if (!supply.services().isEmpty()) {
            return Condition.of("Valid", true, "Valid", "the service can be exported");
        }
        return supply.unfit().isEmpty()
                ? Condition.of("Valid", false, "NoService", "no cluster has a service of this name")
                : Condition.of(
                        "Valid",
                        false,
                        "InvalidServiceType",
                        "the service is an ExternalName in " + sorted(supply.unfit()));
    }

    private Condition conflict() {
        Set<String> conflicts = supply.merged().map(MergedService::conflicts).orElse(Set.of());
        return conflicts.isEmpty()
                ? Condition.of("Conflict", false, "NoConflicts", "all clusters agree")
                : Condition.of(
                        "Conflict",
                        true,
                        String.join(",", new TreeSet<>(conflicts)),
                        "the clusters differ; the oldest service counts, ports are united");
    }

    /** Of a MultiClusterService: whether the endpoints have arrived. */
    ObjectNode ofMultiClusterService(JsonNode before) {
        ObjectNode status = begin(before);
        boolean dispatched = !supply.services().isEmpty() && !served.isEmpty();
        Conditions.set(
                status,
                dispatched
                        ? Condition.of(
                                "EndpointSliceDispatched",
                                true,
                                "EndpointSliceDispatchedSucceed",
                                "EndpointSlice are dispatched to " + sorted(served))
                        : Condition.of(
                                "EndpointSliceDispatched",
                                false,
                                "EndpointSliceDispatchedFailed",
                                supply.services().isEmpty()
                                        ? "no provider has the service"
                                        : "no consumer has the namespace"),
                now);
        return status;
    }

    /** A ServiceImport's spec. */
    static ObjectNode importSpec(MergedService service) {
        ObjectNode spec =
                Json.object().put("type", service.headless() ? "Headless" : "ClusterSetIP");
        spec.set("ports", service.ports().deepCopy());
        spec.put("sessionAffinity", service.affinity());
        return spec;
    }

    /** A ServiceImport's status: who exports. */
    static ObjectNode importStatus(MergedService service) {
        ObjectNode status = Json.object();
        ArrayNode clusters = status.putArray("clusters");
        sorted(service.clusters()).forEach(name -> clusters.addObject().put("cluster", name));
        return status;
    }

    private static ObjectNode begin(JsonNode before) {
        return before instanceof ObjectNode object ? object.deepCopy() : Json.object();
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
