package io.pinisi.cluster.admission.podsecurity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The containers of a pod, asked together. */
record PodParts(JsonNode metadata, JsonNode spec) {

    JsonNode security() {
        return spec.path("securityContext");
    }

    static JsonNode security(JsonNode container) {
        return container.path("securityContext");
    }

    /** All containers of all sorts, in the order the original visits them. */
    List<JsonNode> containers() {
        List<JsonNode> all = new ArrayList<>();
        for (String sort : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
            spec.path(sort).forEach(all::add);
        }
        return all;
    }

    List<String> named(Predicate<JsonNode> bad) {
        return containers().stream()
                .filter(bad)
                .map(container -> container.path("name").asString(""))
                .toList();
    }

    /** {@code container "a"} or {@code containers "a", "b"}. */
    static String list(String word, List<String> names) {
        return (names.size() == 1 ? word : word + "s")
                + " "
                + names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    }

    static String containers(List<String> names) {
        return list("container", names);
    }
}
