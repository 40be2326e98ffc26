package io.pinisi.portal.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member cluster on its own page.
 *
 * @param door the address of its API through the hub; empty where that leads nowhere
 */
public record ClusterDetail(
        Cluster cluster,
        String endpoint,
        String door,
        String syncMode,
        @Nullable Instant joined,
        Map<String, String> labels,
        List<String> taints,
        List<Condition> conditions) {
    public ClusterDetail {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        conditions = List.copyOf(conditions);
    }
}
