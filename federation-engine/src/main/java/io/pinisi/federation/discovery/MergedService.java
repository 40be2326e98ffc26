package io.pinisi.federation.discovery;

import io.pinisi.cluster.machinery.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One service made of those that several clusters export under one name, by the rules of the
 * multi-cluster services API: ports are united, everything else is as the oldest has it, and what
 * differs is a conflict.
 *
 * @param clusters the exporting clusters
 * @param conflicts reasons of the condition {@code Conflict}
 */
record MergedService(
        Set<String> clusters,
        boolean headless,
        String affinity,
        ArrayNode ports,
        Set<String> conflicts) {
    MergedService {
        clusters = Set.copyOf(clusters);
        conflicts = Set.copyOf(conflicts);
    }

    /**
     * @param services of the exporting clusters, by cluster, at least one
     */
    static MergedService of(Map<String, ServiceRow> services) {
        List<ServiceRow> oldestFirst =
                new TreeMap<>(services)
                        .values().stream()
                                .sorted(Comparator.comparing(ServiceRow::created))
                                .toList();
        ServiceRow first = oldestFirst.getFirst();
        Set<String> conflicts = new TreeSet<>();
        if (oldestFirst.stream().anyMatch(row -> row.headless() != first.headless())) {
            conflicts.add("TypeConflict");
        }
        if (oldestFirst.stream().anyMatch(row -> !row.affinity().equals(first.affinity()))) {
            conflicts.add("SessionAffinityConflict");
        }
        ArrayNode ports = Json.mapper().createArrayNode();
        for (ServiceRow row : oldestFirst) {
            for (JsonNode port : row.ports()) {
                if (!unite(ports, port)) {
                    conflicts.add("PortConflict");
                }
            }
        }
        return new MergedService(
                services.keySet(), first.headless(), first.affinity(), ports, conflicts);
    }

    /** Returns false where the port contradicts one that is there already. */
    private static boolean unite(ArrayNode ports, JsonNode port) {
        for (JsonNode known : ports) {
            boolean sameName = name(known).equals(name(port));
            boolean sameNumber = number(known).equals(number(port));
            if (sameName || sameNumber) {
                return sameName && sameNumber;
            }
        }
        ObjectNode united = ports.addObject();
        if (!name(port).isEmpty()) {
            united.put("name", name(port));
        }
        united.put("protocol", port.path("protocol").asString("TCP"));
        if (port.has("appProtocol")) {
            united.set("appProtocol", port.path("appProtocol"));
        }
        united.put("port", port.path("port").asInt(0));
        return true;
    }

    private static String name(JsonNode port) {
        return port.path("name").asString("");
    }

    private static String number(JsonNode port) {
        return port.path("protocol").asString("TCP") + port.path("port").asInt(0);
    }

    /** Only these of the ports; all where none is named. */
    MergedService limitedTo(Set<Integer> numbers) {
        if (numbers.isEmpty()) {
            return this;
        }
        ArrayNode some = Json.mapper().createArrayNode();
        for (JsonNode port : ports) {
            if (numbers.contains(port.path("port").asInt(0))) {
                some.add(port);
            }
        }
        return new MergedService(clusters, headless, affinity, some, conflicts);
    }

    Set<String> portNames() {
        Set<String> names = new TreeSet<>();
        ports.forEach(port -> names.add(name(port)));
        return names;
    }
}
