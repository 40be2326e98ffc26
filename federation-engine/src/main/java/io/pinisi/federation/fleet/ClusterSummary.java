package io.pinisi.federation.fleet;

import io.pinisi.cluster.machinery.meta.Quantity;
import io.pinisi.federation.placement.ResourceAmounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A member cluster.
 *
 * @param message why it is not ready, or what the probe said
 * @param since when readiness last changed, as the condition has it
 * @param lastSeen the last good probe of this process
 * @param requested what pods on nodes ask for
 */
public record ClusterSummary(
        String name,
        boolean ready,
        boolean leaving,
        String reason,
        String message,
        Optional<Instant> since,
        Optional<Instant> lastSeen,
        String version,
        String endpoint,
        String mode,
        String provider,
        String region,
        List<String> zones,
        Map<String, String> labels,
        int nodes,
        int readyNodes,
        int pods,
        int applications,
        ResourceAmounts allocatable,
        ResourceAmounts requested,
        Optional<Instant> joined) {
    public ClusterSummary {
        zones = List.copyOf(zones);
        labels = Map.copyOf(labels);
    }

    /** Share of a resource that is requested, 0 to 1; 0 where there is none. */
    public double usage(String resource) {
        Quantity all = allocatable.amount(resource);
        return all.isZero()
                ? 0
                : requested.amount(resource).value().doubleValue() / all.value().doubleValue();
    }
}
