package io.pinisi.federation.rollout;

import io.pinisi.federation.placement.ClusterFacts;

/**
 * What is seen of an object in a cluster.
 *
 * @param current whether what is there was made of the object as it is on the hub
 */
public record Sight(ClusterFacts cluster, View view, boolean current) {

    /** How the copy is. */
    public enum View {
        /** The cluster is not ready: nothing can be said. */
        AWAY,
        /** The cluster is there and has not told yet what it has. */
        UNKNOWN,
        ABSENT,
        /** Something is there, and it is not, or not yet, what was assigned, or not well. */
        UNWELL,
        /** What was assigned is there and well. */
        WELL
    }

    /** Whether anything can be said, and done, there. */
    boolean isThere() {
        return view != View.AWAY && view != View.UNKNOWN;
    }

    String name() {
        return cluster.name();
    }
}
