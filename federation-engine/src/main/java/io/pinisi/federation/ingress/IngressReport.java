package io.pinisi.federation.ingress;

import io.pinisi.cluster.ingress.IngressAddress;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.ingress.ClusterPools.Standing;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a MultiClusterIngress tells of itself.
 *
 * @param parts one for each backend
 * @param problems with its certificates
 */
record IngressReport(List<ClusterPools> parts, List<String> problems, IngressAddress address) {
    private static final String READY = "Ready";

    /**
     * The condition keeps the time of its last change, so that telling the same changes nothing.
     */
    ObjectNode status(ObjectNode ingress, Instant now) {
        ObjectNode status = address.status();
        Set<Standing> standings =
                parts.stream()
                        .flatMap(part -> part.standings().stream())
                        .collect(Collectors.toSet());
        Set<String> blocked = new TreeSet<>();
        Map<String, Set<String>> locations = new TreeMap<>();
        for (Standing standing : standings) {
            if (standing.isServing()) {
                locations
                        .computeIfAbsent(bare(standing.service()), _ -> new TreeSet<>())
                        .add(standing.cluster());
            } else {
                blocked.add(standing.cluster());
            }
        }
        locations.values().forEach(blocked::removeAll);
        ArrayNode blockedOut = status.putArray("trafficBlockClusters");
        blocked.forEach(blockedOut::add);
        ArrayNode places = status.putArray("serviceLocations");
        locations.forEach(
                (service, clusters) -> {
                    ArrayNode names = places.addObject().put("name", service).putArray("clusters");
                    clusters.forEach(names::add);
                });
        ArrayNode rows = status.putArray("clusters");
        standings.stream()
                .sorted(
                        Comparator.comparing(Standing::cluster)
                                .thenComparing(Standing::service)
                                .thenComparing(Standing::toString))
                .forEach(standing -> rows.add(row(standing)));
        status.putArray("conditions").add(condition(ingress, now));
        return status;
    }

    private static String bare(String service) {
        return service.substring(service.indexOf('/') + 1);
    }

    private static ObjectNode row(Standing standing) {
        ObjectNode row = Json.object();
        row.put("name", standing.cluster())
                .put("service", bare(standing.service()))
                .put("endpoints", standing.endpoints())
                .put("weight", standing.weight())
                .put("tier", standing.tier());
        if (!standing.isServing()) {
            row.put("reason", standing.reason());
        }
        return row;
    }

    private ObjectNode condition(ObjectNode ingress, Instant now) {
        List<String> lacking =
                parts.stream()
                        .filter(part -> part.pool().targets().isEmpty())
                        .map(part -> part.pool().name() + ": " + part.pool().lack())
                        .distinct()
                        .toList();
        String reason =
                !lacking.isEmpty()
                        ? "NoEndpoints"
                        : problems.isEmpty() ? "Serving" : "InvalidCertificate";
        String message =
                !lacking.isEmpty()
                        ? String.join("; ", lacking)
                        : problems.isEmpty()
                                ? "every backend has a cluster that serves it"
                                : String.join("; ", problems);
        String state = reason.equals("Serving") ? "True" : "False";
        return Json.object()
                .put("type", READY)
                .put("status", state)
                .put("reason", reason)
                .put("message", message)
                .put("observedGeneration", Metadata.of(ingress).generation())
                .put("lastTransitionTime", since(ingress, state, now));
    }

    private static String since(ObjectNode ingress, String state, Instant now) {
        for (JsonNode condition : ingress.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals(READY)
                    && condition.path("status").asString("").equals(state)) {
                return condition.path("lastTransitionTime").asString("");
            }
        }
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
