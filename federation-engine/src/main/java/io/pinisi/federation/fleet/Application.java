package io.pinisi.federation.fleet;

import io.pinisi.federation.health.Health;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An application over all clusters.
 *
 * @param objects workloads first
 * @param clusters where any of it is to run, by name
 */
public record Application(
        ApplicationKey key,
        Health health,
        String message,
        List<ObjectSummary> objects,
        List<ClusterShare> clusters,
        Optional<Instant> created) {
    public Application {
        objects = List.copyOf(objects);
        clusters = List.copyOf(clusters);
    }

    /** What it has in one cluster: replicas of all its workloads together. */
    public record ClusterShare(
            String cluster, int replicas, int ready, Health health, String message) {}

    public int replicas() {
        return clusters.stream().mapToInt(ClusterShare::replicas).sum();
    }

    public int ready() {
        return clusters.stream().mapToInt(ClusterShare::ready).sum();
    }

    public List<ObjectSummary> workloads() {
        return objects.stream().filter(ObjectSummary::workload).toList();
    }

    /** The images its workloads name, each once. */
    public List<String> images() {
        return objects.stream().flatMap(o -> o.images().stream()).distinct().toList();
    }
}
