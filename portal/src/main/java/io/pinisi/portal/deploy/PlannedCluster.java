package io.pinisi.portal.deploy;

import java.util.Map;

/**
 * What one cluster will run.
 *
 * @param chosen whether anything goes there
 * @param reason why, or why not
 * @param replicas by {@code Kind name}; absent for objects without replicas
 */
public record PlannedCluster(
        String cluster, boolean chosen, String reason, Map<String, Integer> replicas) {
    public PlannedCluster {
        replicas = Map.copyOf(replicas);
    }
}
