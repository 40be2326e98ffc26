package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Template;
import java.util.List;
import java.util.Optional;

/** What the binder knows of the members. */
public interface ClusterView {
    /** All of them, leaving ones included. */
    List<ClusterFacts> facts();

    default Optional<ClusterFacts> find(String cluster) {
        return facts().stream().filter(facts -> facts.name().equals(cluster)).findFirst();
    }

    /**
     * Whether the cluster is well, and not only just back: before that nothing is deleted in it,
     * for what was decided while it was away is decided anew.
     */
    boolean isSettled(String cluster);

    /** What was last seen of an object of ours there. */
    Optional<ObservedObject> observed(String cluster, Template template);

    /** What an operator lets the engine do there. */
    ClusterMode mode(String cluster);

    /** Whether the cluster is being unjoined with its objects kept. */
    boolean isAbandoned(String cluster);
}
