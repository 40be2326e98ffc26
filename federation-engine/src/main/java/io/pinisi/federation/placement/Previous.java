package io.pinisi.federation.placement;

import io.pinisi.cluster.machinery.json.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where an object was placed before, which the next decision departs from only as far as it must.
 *
 * @param shares replicas by cluster; 0 for kinds without replicas
 * @param affinity the affinity group that was taken, or empty
 * @param failed clusters in which the application did not get well; it has to leave them
 * @param full clusters that replicas are taken back from: they get no more, whatever they say
 * @param weight whether where it was counts, or only frees what it takes there
 */
public record Previous(
        Map<String, Integer> shares,
        String affinity,
        Set<String> failed,
        Set<String> full,
        Weight weight) {
    public static final Previous NOTHING = new Previous(Map.of(), "");

    /** How much the past counts. */
    public enum Weight {
        /** What is there stays, as far as it can. */
        STEADY,
        /** All is divided anew, as if the object were not there yet. */
        FRESH
    }

    public Previous {
        shares = Map.copyOf(shares);
        failed = Set.copyOf(failed);
        full = Set.copyOf(full);
    }

    public Previous(Map<String, Integer> shares, String affinity) {
        this(shares, affinity, Set.of(), Set.of(), Weight.STEADY);
    }

    public Previous withFailed(Set<String> clusters) {
        return new Previous(shares, affinity, clusters, full, weight);
    }

    /**
     * The same, when these replicas have to go elsewhere.
     *
     * @param stranded how many by cluster
     */
    public Previous without(Map<String, Integer> stranded) {
        Map<String, Integer> left = new TreeMap<>(shares);
        stranded.forEach(
                (cluster, count) ->
                        left.computeIfPresent(
                                cluster, (name, share) -> Math.max(0, share - count)));
        return new Previous(left, affinity, failed, stranded.keySet(), weight);
    }

    /** The same, to be divided anew; the order of affinity groups counts again as well. */
    public Previous afresh() {
        return new Previous(shares, "", failed, full, Weight.FRESH);
    }

    /** Clusters without shares, for kinds that have none. */
    static Previous in(Set<String> clusters) {
        Map<String, Integer> shares = new TreeMap<>();
        clusters.forEach(cluster -> shares.put(cluster, 0));
        return new Previous(shares, "");
    }

    /** Reads what {@link #tree} wrote. */
    public static Previous of(JsonNode tree) {
        Map<String, Integer> shares = new TreeMap<>();
        tree.path("shares")
                .properties()
                .forEach(entry -> shares.put(entry.getKey(), entry.getValue().asInt(0)));
        return new Previous(shares, tree.path("affinity").asString(""));
    }

    /** To be kept in a binding. */
    public ObjectNode tree() {
        ObjectNode tree = Json.object().put("affinity", affinity);
        ObjectNode list = tree.putObject("shares");
        new TreeMap<>(shares).forEach(list::put);
        return tree;
    }

    boolean contains(String cluster) {
        return shares.containsKey(cluster);
    }

    int share(String cluster) {
        return shares.getOrDefault(cluster, 0);
    }
}
