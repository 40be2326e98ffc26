package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Which clusters may be chosen. All parts must hold; an absent part holds for every cluster.
 *
 * @param names empty for all
 */
public record ClusterAffinity(
        Set<String> names,
        Set<String> exclude,
        @Nullable LabelSelector labels,
        List<FieldRule> fields) {
    public static final ClusterAffinity ANY =
            new ClusterAffinity(Set.of(), Set.of(), null, List.of());

    public ClusterAffinity {
        names = Set.copyOf(names);
        exclude = Set.copyOf(exclude);
        fields = List.copyOf(fields);
    }

    /** {@code provider|region|zone In|NotIn values}. */
    public record FieldRule(String key, String operator, Set<String> values) {
        public FieldRule {
            values = Set.copyOf(values);
        }

        boolean matches(ClusterFacts cluster) {
            boolean within =
                    switch (key) {
                        case "provider" -> values.contains(cluster.provider());
                        case "region" -> values.contains(cluster.region());
                        // like Karmada: every zone of the cluster must be among the values
                        case "zone" ->
                                !cluster.zones().isEmpty() && values.containsAll(cluster.zones());
                        default -> false;
                    };
            if (operator.equals("NotIn")) {
                return key.equals("zone")
                        ? cluster.zones().stream().noneMatch(values::contains)
                        : !within;
            }
            return operator.equals("In") && within;
        }

        @Override
        public String toString() {
            return key + " " + operator + " " + values.stream().sorted().toList();
        }
    }

    /** Reads one; nothing means every cluster. */
    public static ClusterAffinity of(@Nullable JsonNode affinity) {
        if (affinity == null) {
            return ANY;
        }
        JsonNode selector = Json.at(affinity, "labelSelector");
        List<FieldRule> fields = new ArrayList<>();
        for (JsonNode rule : affinity.path("fieldSelector").path("matchExpressions")) {
            fields.add(
                    new FieldRule(
                            rule.path("key").asString(""),
                            rule.path("operator").asString(""),
                            texts(rule.path("values"))));
        }
        return new ClusterAffinity(
                texts(affinity.path("clusterNames")),
                texts(affinity.path("exclude")),
                selector == null ? null : LabelSelector.of(selector),
                fields);
    }

    public boolean matches(ClusterFacts cluster) {
        return mismatch(cluster).isEmpty();
    }

    /** Why the cluster is not among those wanted; empty where it is. */
    Optional<String> mismatch(ClusterFacts cluster) {
        if (exclude.contains(cluster.name())) {
            return Optional.of("the policy excludes it by name");
        }
        if (!names.isEmpty() && !names.contains(cluster.name())) {
            return Optional.of("the policy names " + names.stream().sorted().toList());
        }
        if (labels != null && !labels.matches(cluster.labels())) {
            return Optional.of("its labels do not match the policy's label selector");
        }
        for (FieldRule rule : fields) {
            if (!rule.matches(cluster)) {
                return Optional.of("it does not match " + rule);
            }
        }
        return Optional.empty();
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.asString("")));
        return texts;
    }
}
