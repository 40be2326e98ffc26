package io.pinisi.portal.deploy;

import java.util.Map;

/** How the replicas of a workload are spread over its clusters. */
public sealed interface Division {
    /** Every cluster runs the full number. */
    record Duplicated() implements Division {}

    /**
     * The number is divided.
     *
     * @param weights share of each cluster
     */
    record Weighted(Map<String, Integer> weights) implements Division {
        public Weighted {
            weights = Map.copyOf(weights);
        }
    }
}
