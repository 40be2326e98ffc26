package io.pinisi.cluster.controllers.endpointslice;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.json.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the legacy Endpoints object of a service. Pure. */
final class EndpointsPlanner {
    static final int ADDRESSES_MAX = 1000;
    private static final String TRUNCATED = "endpoints.kubernetes.io/over-capacity";

    private EndpointsPlanner() {}

    static ObjectNode plan(ServiceView service, List<PodView> pods) {
        ObjectNode endpoints = Json.object();
        endpoints.put("apiVersion", "v1").put("kind", "Endpoints");
        ObjectNode metadata = endpoints.putObject("metadata");
        metadata.put("name", service.metadata().name());
        metadata.put("namespace", service.metadata().namespace());
        ObjectNode labels = service.labelsForDependents();
        labels.put("endpoints.kubernetes.io/managed-by", "endpoint-controller");
        metadata.set("labels", labels);
        List<Backend> backends =
                pods.stream()
                        .filter(pod -> service.publishesNotReady() || !pod.metadata().isDeleting())
                        .sorted(Comparator.comparing(pod -> pod.metadata().name()))
                        .flatMap(
                                pod ->
                                        Backend.of(service, pod, service.families().getFirst())
                                                .stream())
                        .toList();
        if (backends.size() > ADDRESSES_MAX) {
            metadata.putObject("annotations").put(TRUNCATED, "truncated");
        }
        Map<ArrayNode, ObjectNode> subsets = new LinkedHashMap<>();
        backends.stream()
                .sorted(Comparator.comparing(backend -> !isReady(service, backend)))
                .limit(ADDRESSES_MAX)
                .forEach(backend -> add(service, backend, subsets));
        if (!subsets.isEmpty()) {
            ArrayNode list = endpoints.putArray("subsets");
            subsets.values().forEach(list::add);
        }
        return endpoints;
    }

    private static boolean isReady(ServiceView service, Backend backend) {
        return service.publishesNotReady() || backend.pod().isReady();
    }

    private static void add(
            ServiceView service, Backend backend, Map<ArrayNode, ObjectNode> subsets) {
        ObjectNode subset = subsets.computeIfAbsent(backend.ports(), ports -> Json.object());
        String list = isReady(service, backend) ? "addresses" : "notReadyAddresses";
        ObjectNode address = subset.withArray(list).addObject();
        address.put("ip", backend.address());
        String hostname = backend.hostname(service);
        if (hostname != null) {
            address.put("hostname", hostname);
        }
        if (!backend.pod().nodeName().isEmpty()) {
            address.put("nodeName", backend.pod().nodeName());
        }
        address.set("targetRef", backend.reference());
        if (!backend.ports().isEmpty()) {
            subset.set("ports", legacy(backend.ports()));
        }
    }

    /** The older object leaves an empty port name out. */
    private static ArrayNode legacy(ArrayNode ports) {
        ArrayNode legacy = ports.deepCopy();
        for (JsonNode port : legacy) {
            if (port instanceof ObjectNode object && object.path("name").asString("").isEmpty()) {
                object.remove("name");
            }
        }
        return legacy;
    }

    /** Whether the stored object already says this. */
    static boolean isSame(ObjectNode wanted, ObjectNode stored) {
        return wanted.path("subsets").equals(stored.path("subsets"))
                && wanted.path("metadata")
                        .path("labels")
                        .equals(stored.path("metadata").path("labels"));
    }
}
