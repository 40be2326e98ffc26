package io.pinisi.portal.fleet;

import io.pinisi.portal.status.Level;
import java.util.List;
import java.util.Map;

/** The fleet at a glance. */
public record Overview(
        List<Cluster> clusters,
        Map<Level, Integer> applications,
        int podsReady,
        int podsDesired,
        List<Attention> attention,
        List<Change> changes) {
    public Overview {
        clusters = List.copyOf(clusters);
        applications = Map.copyOf(applications);
        attention = List.copyOf(attention);
        changes = List.copyOf(changes);
    }
}
