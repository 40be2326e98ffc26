package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One of the ordered groups of clusters; the first that fits is taken.
 *
 * @param name empty where a policy has a single, unnamed one
 * @param overflow further clusters, in this order, for what the group itself has no room for
 */
record AffinityGroup(String name, ClusterAffinity affinity, List<ClusterAffinity> overflow) {
    AffinityGroup {
        overflow = List.copyOf(overflow);
    }

    static List<AffinityGroup> of(JsonNode placement) {
        List<AffinityGroup> groups = new ArrayList<>();
        for (JsonNode group : placement.path("clusterAffinities")) {
            List<ClusterAffinity> overflow = new ArrayList<>();
            group.path("overflowAffinities")
                    .forEach(further -> overflow.add(ClusterAffinity.of(further)));
            groups.add(
                    new AffinityGroup(
                            group.path("affinityName").asString(""),
                            ClusterAffinity.of(group),
                            overflow));
        }
        if (groups.isEmpty()) {
            ClusterAffinity only = ClusterAffinity.of(Json.at(placement, "clusterAffinity"));
            groups.add(new AffinityGroup("", only, List.of()));
        }
        return groups;
    }

    /** The affinities in the order in which they are filled. */
    List<ClusterAffinity> tiers() {
        List<ClusterAffinity> tiers = new ArrayList<>();
        tiers.add(affinity);
        tiers.addAll(overflow);
        return tiers;
    }
}
