package io.pinisi.federation.placement;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the other workloads are that an object wants to be with, or away from. They are of its own
 * namespace, and under the same rule: whoever else has the label is no company.
 *
 * @param near the group to be with, as {@code key=value}; empty for none
 * @param together clusters that its others are in; none of them anywhere means that any will do
 * @param far the group to be away from; empty for none
 * @param apart clusters that its others are in
 */
public record Company(String near, Set<String> together, String far, Set<String> apart) {
    public static final Company NONE = new Company("", Set.of(), "", Set.of());

    public Company {
        together = Set.copyOf(together);
        apart = Set.copyOf(apart);
    }

    /** Another workload, with the clusters that it is decided to be in. */
    public record Peer(
            TemplateFacts facts, WorkloadAffinity affinity, Collection<String> clusters) {
        public Peer {
            clusters = List.copyOf(clusters);
        }

        Template template() {
            return new Template(facts.kind(), facts.key());
        }
    }

    /**
     * @param peers may have others among them, and the object itself
     */
    public static Company of(
            TemplateFacts object, WorkloadAffinity affinity, Collection<Peer> peers) {
        if (affinity.isEmpty()) {
            return NONE;
        }
        return new Company(
                group(object, affinity.near()),
                clusters(object, affinity.near(), peers, WorkloadAffinity::near),
                group(object, affinity.far()),
                clusters(object, affinity.far(), peers, WorkloadAffinity::far));
    }

    private static String group(TemplateFacts object, String key) {
        String value = object.labels().get(key);
        return value == null ? "" : key + "=" + value;
    }

    private static Set<String> clusters(
            TemplateFacts object,
            String key,
            Collection<Peer> peers,
            Function<WorkloadAffinity, String> rule) {
        String value = object.labels().get(key);
        Set<String> clusters = new HashSet<>();
        for (Peer peer : peers) {
            if (value != null
                    && rule.apply(peer.affinity()).equals(key)
                    && value.equals(peer.facts().labels().get(key))
                    && isOther(object, peer.facts())) {
                clusters.addAll(peer.clusters());
            }
        }
        return clusters;
    }

    private static boolean isOther(TemplateFacts object, TemplateFacts peer) {
        boolean same = object.kind().equals(peer.kind()) && object.key().equals(peer.key());
        return !same && Objects.equals(object.key().namespace(), peer.key().namespace());
    }

    boolean isNone() {
        return near.isEmpty() && far.isEmpty();
    }

    Optional<String> objection(String cluster) {
        return Optional.ofNullable(why(cluster));
    }

    private @Nullable String why(String cluster) {
        if (!together.isEmpty() && !together.contains(cluster)) {
            return "workloads of " + near + " are in " + String.join(", ", new TreeSet<>(together));
        }
        return apart.contains(cluster) ? "another workload of " + far + " is there" : null;
    }
}
