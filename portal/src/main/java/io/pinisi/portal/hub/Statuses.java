package io.pinisi.portal.hub;

import io.pinisi.federation.fleet.ClusterSummary;
import io.pinisi.federation.health.Health;
import io.pinisi.federation.membership.PodRow;
import io.pinisi.portal.status.Level;
import io.pinisi.portal.status.Status;
import io.pinisi.portal.status.Words;
import java.util.Set;

/** What engine and members report, as the portal's states. */
final class Statuses {
    private static final Set<String> ON_THE_WAY =
            Set.of("Pending", "ContainerCreating", "PodInitializing", "Terminating", "Running");

    private Statuses() {}

    static Status of(ClusterSummary cluster) {
        if (cluster.leaving()) {
            return new Status(Level.PROGRESSING, "Leaving", cluster.message());
        }
        if (!cluster.ready()) {
            return cluster.lastSeen().isEmpty() && cluster.since().isEmpty()
                    ? new Status(Level.PROGRESSING, "Joining", cluster.message())
                    : new Status(Level.UNREACHABLE, "Unreachable", cluster.message());
        }
        int missing = cluster.nodes() - cluster.readyNodes();
        if (missing > 0) {
            return Status.of(Level.DEGRADED, Words.count(missing, "node", "nodes") + " not ready");
        }
        return cluster.nodes() == 0
                ? Status.of(Level.DEGRADED, "No nodes")
                : Status.healthy("Ready");
    }

    static Status of(Health health, String message) {
        return switch (health) {
            case HEALTHY -> new Status(Level.HEALTHY, "Healthy", message);
            case PROGRESSING -> new Status(Level.PROGRESSING, "Progressing", message);
            case UNHEALTHY -> new Status(Level.FAILED, "Unhealthy", message);
            case UNKNOWN -> new Status(Level.UNREACHABLE, "Unknown", message);
            case NO_RULE -> new Status(Level.UNKNOWN, "No health rule", message);
        };
    }

    static Status of(PodRow pod) {
        Level level =
                switch (pod.status()) {
                    case "Running" ->
                            pod.ready() == pod.containers().size()
                                    ? Level.HEALTHY
                                    : Level.PROGRESSING;
                    case "Succeeded", "Completed" -> Level.DONE;
                    case String word when ON_THE_WAY.contains(word) -> Level.PROGRESSING;
                    default -> Level.FAILED;
                };
        return new Status(level, pod.status(), pod.message());
    }
}
