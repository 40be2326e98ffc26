package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A policy's {@code placement}, read. */
public record PlacementRules(
        ClusterAffinity affinity, List<Toleration> tolerations, ReplicaScheduling scheduling) {
    public PlacementRules {
        tolerations = List.copyOf(tolerations);
    }

    /** Reads a {@code placement}; an empty one means every cluster, duplicated. */
    public static PlacementRules of(JsonNode placement) {
        return new PlacementRules(
                ClusterAffinity.of(Json.at(placement, "clusterAffinity")),
                Toleration.of(placement.path("clusterTolerations")),
                ReplicaScheduling.of(Json.at(placement, "replicaScheduling")));
    }
}
