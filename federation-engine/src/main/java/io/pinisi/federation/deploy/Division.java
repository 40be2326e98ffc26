package io.pinisi.federation.deploy;

import io.pinisi.cluster.machinery.json.Json;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the replicas of a workload are meant for several clusters. */
public sealed interface Division {

    /** Every cluster runs them all. */
    record Duplicate() implements Division {}

    /**
     * The clusters share them.
     *
     * @param weights by cluster, from 1; a cluster without counts 1
     */
    record Weights(Map<String, Integer> weights) implements Division {
        public Weights {
            weights = Map.copyOf(weights);
            if (weights.values().stream().anyMatch(weight -> weight < 1)) {
                throw new IllegalArgumentException("weights count from 1");
            }
        }
    }

    /** {@code replicaScheduling} of a policy for these clusters. */
    default ObjectNode scheduling(Iterable<String> clusters) {
        return switch (this) {
            case Duplicate() -> Json.object().put("replicaSchedulingType", "Duplicated");
            case Weights(Map<String, Integer> weights) -> {
                ObjectNode scheduling = Json.object().put("replicaSchedulingType", "Divided");
                scheduling.put("replicaDivisionPreference", "Weighted");
                ArrayNode list =
                        scheduling.putObject("weightPreference").putArray("staticWeightList");
                Map<String, Integer> ordered = new TreeMap<>();
                clusters.forEach(name -> ordered.put(name, weights.getOrDefault(name, 1)));
                ordered.forEach(
                        (name, weight) -> {
                            ObjectNode rule = list.addObject();
                            rule.putObject("targetCluster").putArray("clusterNames").add(name);
                            rule.put("weight", weight);
                        });
                yield scheduling;
            }
        };
    }
}
