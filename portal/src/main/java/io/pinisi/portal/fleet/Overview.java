package io.pinisi.portal.fleet;

import io.pinisi.portal.status.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fleet at a glance.
 *
 * @param withheld what the person may not list; its part of the rest is empty
 */
public record Overview(
        List<Cluster> clusters,
        Map<Level, Integer> applications,
        int podsReady,
        int podsDesired,
        List<Attention> attention,
        List<Change> changes,
        Set<Part> withheld) {
    public Overview {
        clusters = List.copyOf(clusters);
        applications = Map.copyOf(applications);
        attention = List.copyOf(attention);
        changes = List.copyOf(changes);
        withheld = Set.copyOf(withheld);
    }

    /** What a person may lack the permission to list. */
    public enum Part {
        CLUSTERS,
        APPLICATIONS
    }

    public boolean shows(Part part) {
        return !withheld.contains(part);
    }
}
