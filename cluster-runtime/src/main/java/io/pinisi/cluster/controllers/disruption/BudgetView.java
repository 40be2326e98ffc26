package io.pinisi.cluster.controllers.disruption;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.machinery.value.IntOrPercent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the controller asks about a budget. */
record BudgetView(ObjectNode tree) {

    Metadata metadata() {
        return Metadata.of(tree);
    }

    JsonNode status() {
        return tree.path("status");
    }

    LabelSelector selector() {
        return LabelSelector.of(tree.path("spec").get("selector"));
    }

    boolean covers(ObjectNode pod) {
        return selector().matches(Metadata.of(pod).labels());
    }

    Optional<IntOrPercent> maxUnavailable() {
        return amount("maxUnavailable");
    }

    Optional<IntOrPercent> minAvailable() {
        return amount("minAvailable");
    }

    private Optional<IntOrPercent> amount(String field) {
        JsonNode value = Json.at(tree, "spec", field);
        return value == null ? Optional.empty() : IntOrPercent.of(value);
    }

    /** Whether the number of pods that should be there matters, not only that of those that are. */
    boolean asksForScale() {
        return maxUnavailable().isPresent()
                || minAvailable().filter(IntOrPercent::isPercent).isPresent();
    }

    /** Pods whose eviction was allowed, and when. */
    Map<String, Instant> disrupted() {
        Map<String, Instant> pods = new LinkedHashMap<>();
        status().path("disruptedPods")
                .properties()
                .forEach(e -> pods.put(e.getKey(), Instant.parse(e.getValue().asString(""))));
        return pods;
    }
}
