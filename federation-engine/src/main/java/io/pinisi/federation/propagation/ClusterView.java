package io.pinisi.federation.propagation;

import io.pinisi.federation.placement.ClusterFacts;
import java.util.List;

/** What the binder knows of the members. */
public interface ClusterView {
    /** All of them, leaving ones included. */
    List<ClusterFacts> facts();

    /** Whether the cluster is being unjoined with its objects kept. */
    boolean isAbandoned(String cluster);
}
