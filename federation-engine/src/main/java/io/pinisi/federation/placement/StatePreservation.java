package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.JsonPath;
import io.pinisi.cluster.machinery.selector.LabelSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy's {@code statePreservation}: what an application that has to move takes along from its
 * status, as labels of its new copy.
 */
public record StatePreservation(List<Rule> rules) {
    public static final StatePreservation NONE = new StatePreservation(List.of());

    public StatePreservation {
        rules = List.copyOf(rules);
    }

    /**
     * @param path into the status
     */
    public record Rule(String label, String path) {}

    static StatePreservation of(JsonNode preservation) {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : preservation.path("rules")) {
            rules.add(
                    new Rule(
                            rule.path("aliasLabelName").asString(""),
                            rule.path("jsonPath").asString("")));
        }
        return new StatePreservation(rules);
    }

    void write(ObjectNode failover) {
        if (rules.isEmpty()) {
            return;
        }
        ArrayNode list = failover.putObject("statePreservation").putArray("rules");
        for (Rule rule : rules) {
            list.addObject().put("aliasLabelName", rule.label()).put("jsonPath", rule.path());
        }
    }

    /** The labels; a value that is not there, or cannot be a label's, is left out. */
    public Map<String, String> labels(JsonNode status) {
        Map<String, String> labels = new TreeMap<>();
        for (Rule rule : rules) {
            JsonPath.compile(rule.path())
                    .first(status)
                    .map(value -> value.asString(""))
                    .filter(value -> !value.isEmpty() && LabelSyntax.valueFaults(value).isEmpty())
                    .ifPresent(value -> labels.put(rule.label(), value));
        }
        return labels;
    }

    /** Labels by cluster, as a binding keeps them. */
    public static Map<String, Map<String, String>> read(JsonNode tree) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        tree.properties()
                .forEach(
                        cluster -> {
                            Map<String, String> labels = new TreeMap<>();
                            cluster.getValue()
                                    .properties()
                                    .forEach(
                                            one ->
                                                    labels.put(
                                                            one.getKey(),
                                                            one.getValue().asString("")));
                            all.put(cluster.getKey(), labels);
                        });
        return all;
    }

    /** What {@link #read} reads. */
    public static ObjectNode tree(Map<String, Map<String, String>> all) {
        ObjectNode tree = Json.object();
        new TreeMap<>(all)
                .forEach(
                        (cluster, labels) -> {
                            ObjectNode item = tree.putObject(cluster);
                            new TreeMap<>(labels).forEach(item::put);
                        });
        return tree;
    }
}
