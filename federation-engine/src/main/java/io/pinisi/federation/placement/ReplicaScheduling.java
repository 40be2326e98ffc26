package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What becomes of a workload's replicas when it goes to several clusters. */
public sealed interface ReplicaScheduling {

    /** Every cluster runs all of them. */
    record Duplicated() implements ReplicaScheduling {}

    /**
     * The clusters share them by weight, whatever room they have and however they are spread.
     *
     * @param weights empty for equal shares
     */
    record Divided(List<StaticWeight> weights) implements ReplicaScheduling {
        public Divided {
            weights = List.copyOf(weights);
        }

        /**
         * The weight of each cluster: the highest of the rules that match it. Clusters that match
         * none get nothing, unless that is so for all: then all are equal.
         */
        Map<String, Long> of(List<ClusterFacts> clusters) {
            Map<String, Long> result = new HashMap<>();
            for (ClusterFacts cluster : clusters) {
                long weight =
                        weights.stream()
                                .filter(rule -> rule.target().matches(cluster))
                                .mapToLong(StaticWeight::weight)
                                .max()
                                .orElse(0);
                result.put(cluster.name(), weight);
            }
            if (result.values().stream().allMatch(weight -> weight == 0)) {
                result.replaceAll((name, weight) -> 1L);
            }
            return result;
        }
    }

    /** The clusters share them by the room they have. */
    record Dynamic() implements ReplicaScheduling {}

    /** As few clusters as have room. */
    record Aggregated() implements ReplicaScheduling {}

    /** One rule of {@code staticWeightList}. */
    record StaticWeight(ClusterAffinity target, long weight) {}

    /** Whether a cluster may only get what it has room for. */
    default boolean heedsRoom() {
        return this instanceof Dynamic || this instanceof Aggregated;
    }

    static ReplicaScheduling of(@Nullable JsonNode scheduling) {
        if (scheduling == null
                || scheduling
                        .path("replicaSchedulingType")
                        .asString("Divided")
                        .equals("Duplicated")) {
            return new Duplicated();
        }
        if (scheduling.path("replicaDivisionPreference").asString("").equals("Aggregated")) {
            return new Aggregated();
        }
        JsonNode preference = scheduling.path("weightPreference");
        if (!preference.path("dynamicWeight").asString("").isEmpty()) {
            return new Dynamic();
        }
        List<StaticWeight> weights = new ArrayList<>();
        for (JsonNode rule : preference.path("staticWeightList")) {
            weights.add(
                    new StaticWeight(
                            ClusterAffinity.of(rule.get("targetCluster")),
                            rule.path("weight").asLong(0)));
        }
        return new Divided(weights);
    }
}
