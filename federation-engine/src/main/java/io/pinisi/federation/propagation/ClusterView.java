package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.ClusterFacts;
import java.util.List;
import java.util.Optional;

/** What the binder knows of the members. */
public interface ClusterView {
    /** All of them, leaving ones included. */
    List<ClusterFacts> facts();

    default Optional<ClusterFacts> find(String cluster) {
        return facts().stream().filter(facts -> facts.name().equals(cluster)).findFirst();
    }

    /** Whether the cluster is being unjoined with its objects kept. */
    boolean isAbandoned(String cluster);
}
