package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.federation.placement.Workloads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts the hub's objects together to applications, as {@link Applications} defines them. Pure. */
final class ApplicationGroups {
    private final Map<ApplicationKey, List<ObjectNode>> groups =
            new TreeMap<>(Comparator.comparing(ApplicationKey::toString));
    private final Map<String, List<Runs>> running = new HashMap<>();
    private final List<ObjectNode> unlabelled = new ArrayList<>();

    /** The labels of a workload's pods, and whose they are. */
    private record Runs(ApplicationKey application, Map<String, String> labels) {}

    private ApplicationGroups() {}

    /** Those that have a workload, by namespace and name. */
    static Map<ApplicationKey, List<ObjectNode>> of(Iterable<ObjectNode> objects) {
        ApplicationGroups all = new ApplicationGroups();
        objects.forEach(all::add);
        all.unlabelled.forEach(all::join);
        all.groups.values().removeIf(group -> group.stream().noneMatch(Applications::isWorkload));
        return all.groups;
    }

    private void add(ObjectNode object) {
        Optional<ApplicationKey> key = Applications.of(object);
        key.ifPresent(one -> put(one, object));
        if (key.isPresent() && Applications.isWorkload(object)) {
            running.computeIfAbsent(key.get().namespace(), absent -> new ArrayList<>())
                    .add(new Runs(key.get(), texts(Workloads.podLabels(object))));
        }
        if (key.isEmpty() && !object.path("spec").path("selector").isEmpty() && isService(object)) {
            unlabelled.add(object);
        }
    }

    /** A service that could be of several is of none. */
    private void join(ObjectNode service) {
        Map<String, String> selector = texts(service.path("spec").path("selector"));
        Set<ApplicationKey> selected = new HashSet<>();
        for (Runs runs : running.getOrDefault(Metadata.of(service).namespace(), List.of())) {
            if (runs.labels().entrySet().containsAll(selector.entrySet())) {
                selected.add(runs.application());
            }
        }
        if (selected.size() == 1) {
            put(selected.iterator().next(), service);
        }
    }

    private void put(ApplicationKey key, ObjectNode object) {
        groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(object);
    }

    private static boolean isService(JsonNode object) {
        return object.path("apiVersion").asString("").equals("v1")
                && object.path("kind").asString("").equals("Service");
    }

    private static Map<String, String> texts(JsonNode labels) {
        return labels.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().asString("")));
    }
}
