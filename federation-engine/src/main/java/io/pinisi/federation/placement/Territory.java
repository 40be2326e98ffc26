package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the objects of a tenant may be: in the clusters that are named, and in those whose labels
 * match.
 *
 * @param tenant empty for objects that are no tenant's
 * @param labels null where labels admit none
 */
public record Territory(String tenant, Set<String> names, @Nullable LabelSelector labels) {
    /** Of objects that are no tenant's. */
    public static final Territory EVERYWHERE = new Territory("", Set.of(), null);

    public Territory {
        names = Set.copyOf(names);
    }

    /** Reads {@code spec.clusters} of a tenant. */
    public static Territory of(String tenant, JsonNode clusters) {
        Set<String> names = new HashSet<>();
        clusters.path("names").forEach(name -> names.add(name.asString("")));
        JsonNode selector = Json.at(clusters, "labelSelector");
        return new Territory(tenant, names, selector == null ? null : LabelSelector.of(selector));
    }

    public boolean admits(String cluster, Map<String, String> labelsOfCluster) {
        return tenant.isEmpty()
                || names.contains(cluster)
                || (labels != null && labels.matches(labelsOfCluster));
    }

    boolean admits(ClusterFacts cluster) {
        return admits(cluster.name(), cluster.labels());
    }

    Optional<String> objection(ClusterFacts cluster) {
        return admits(cluster)
                ? Optional.empty()
                : Optional.of("cluster " + cluster.name() + " is not allowed for tenant " + tenant);
    }
}
