package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A policy's {@code placement}, read.
 *
 * @param affinity by which labels the company of other workloads counts
 * @param company where these others are
 * @param territory what no policy can go beyond
 */
public record PlacementRules(
        List<AffinityGroup> groups,
        List<Toleration> tolerations,
        List<SpreadConstraint> spread,
        ReplicaScheduling scheduling,
        WorkloadAffinity affinity,
        Company company,
        Territory territory) {
    public PlacementRules {
        groups = List.copyOf(groups);
        tolerations = List.copyOf(tolerations);
        spread = List.copyOf(spread);
    }

    /** Reads a {@code placement}; an empty one means every cluster, duplicated. */
    public static PlacementRules of(JsonNode placement) {
        return new PlacementRules(
                AffinityGroup.of(placement),
                Toleration.of(placement.path("clusterTolerations")),
                SpreadConstraint.of(placement.path("spreadConstraints")),
                ReplicaScheduling.of(Json.at(placement, "replicaScheduling")),
                WorkloadAffinity.of(placement.path("workloadAffinity")),
                Company.NONE,
                Territory.EVERYWHERE);
    }

    /** The same, kept within a tenant's clusters. */
    public PlacementRules within(Territory bounds) {
        return new PlacementRules(
                groups, tolerations, spread, scheduling, affinity, company, bounds);
    }

    /** The same, with heed to where others are. */
    public PlacementRules beside(Company others) {
        return new PlacementRules(
                groups, tolerations, spread, scheduling, affinity, others, territory);
    }

    /** The group taken before comes first: while it fits, nothing moves. */
    List<AffinityGroup> groups(String taken) {
        List<AffinityGroup> order = new ArrayList<>(groups);
        order.sort(java.util.Comparator.comparing(group -> !group.name().equals(taken)));
        return order;
    }
}
