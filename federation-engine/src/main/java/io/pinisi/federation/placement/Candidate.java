package io.pinisi.federation.placement;

import java.util.Comparator;

/**
 * A cluster that passed every filter.
 *
 * @param tier which of the affinities admits it: 0 for the group's own, then its overflows
 * @param present whether the object is there already
 * @param own replicas it runs there now
 * @param free how many more would fit
 */
record Candidate(ClusterFacts cluster, int tier, boolean present, int own, int free) {
    /** Those that have the object first, then the freest. */
    static final Comparator<Candidate> BEST =
            Comparator.comparingInt(Candidate::tier)
                    .thenComparing(Candidate::present, Comparator.reverseOrder())
                    .thenComparing(Comparator.comparingLong(Candidate::room).reversed())
                    .thenComparing(Candidate::name);

    String name() {
        return cluster.name();
    }

    /** What it could run of the object in all. */
    long room() {
        return (long) own + free;
    }
}
