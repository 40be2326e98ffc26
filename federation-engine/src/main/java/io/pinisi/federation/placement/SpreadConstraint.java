package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Over how many clusters, regions, zones, providers or values of a label an object is spread.
 *
 * @param max {@link Integer#MAX_VALUE} where nothing is said
 */
record SpreadConstraint(Over over, int min, int max) {

    /** What a cluster is grouped by. */
    sealed interface Over {
        record Field(String name) implements Over {
            @Override
            public String toString() {
                return name;
            }
        }

        record Label(String key) implements Over {
            @Override
            public String toString() {
                return "label " + key;
            }
        }
    }

    static List<SpreadConstraint> of(JsonNode list) {
        List<SpreadConstraint> constraints = new ArrayList<>();
        for (JsonNode item : list) {
            String label = item.path("spreadByLabel").asString("");
            Over over =
                    label.isEmpty()
                            ? new Over.Field(item.path("spreadByField").asString("cluster"))
                            : new Over.Label(label);
            int max = item.path("maxGroups").asInt(0);
            constraints.add(
                    new SpreadConstraint(
                            over,
                            Math.max(1, item.path("minGroups").asInt(1)),
                            max == 0 ? Integer.MAX_VALUE : max));
        }
        return constraints;
    }

    boolean isByCluster() {
        return over.equals(new Over.Field("cluster"));
    }

    /** The groups a cluster belongs to; a cluster of several zones to each of them. */
    Set<String> groupsOf(ClusterFacts cluster) {
        return switch (over) {
            case Over.Label(String key) ->
                    Optional.ofNullable(cluster.labels().get(key)).map(Set::of).orElse(Set.of());
            case Over.Field(String name) ->
                    switch (name) {
                        case "region" -> some(cluster.region());
                        case "provider" -> some(cluster.provider());
                        case "zone" -> Set.copyOf(cluster.zones());
                        default -> Set.of(cluster.name());
                    };
        };
    }

    private static Set<String> some(String text) {
        return text.isEmpty() ? Set.of() : Set.of(text);
    }
}
