package io.pinisi.federation.placement;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where an object was placed before, which the next decision departs from only as far as it must.
 *
 * @param shares replicas by cluster; 0 for kinds without replicas
 * @param affinity the affinity group that was taken, or empty
 * @param mode what counts of it
 */
public record Previous(Map<String, Integer> shares, String affinity, Mode mode) {
    public static final Previous NOTHING = new Previous(Map.of(), "", Mode.STEADY);

    /** How a decision regards the one before it. */
    public enum Mode {
        /** Replicas stay where they are; only what is added or taken away is divided. */
        STEADY,
        /** All is divided anew, with the room that the object's own replicas take up. */
        FRESH
    }

    public Previous {
        shares = Map.copyOf(shares);
    }

    /** Clusters without shares, for kinds that have none. */
    static Previous in(Set<String> clusters) {
        Map<String, Integer> shares = new TreeMap<>();
        clusters.forEach(cluster -> shares.put(cluster, 0));
        return new Previous(shares, "", Mode.STEADY);
    }

    boolean contains(String cluster) {
        return shares.containsKey(cluster);
    }

    int share(String cluster) {
        return shares.getOrDefault(cluster, 0);
    }
}
