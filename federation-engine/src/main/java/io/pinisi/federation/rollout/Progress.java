package io.pinisi.federation.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How far the change of one object is.
 *
 * @param run counts the changes
 * @param target the revision that the clusters are to have
 * @param stable the revision that the clusters had when the last run was complete; empty for none
 * @param authors who made the change; none of them opens its gates
 * @param passed gates that people have opened in this run
 * @param awaited the gate that it waits at; empty for none
 * @param clusters by name
 * @param history earlier runs, newest first
 */
record Progress(
        int run,
        String target,
        String stable,
        Phase phase,
        String message,
        Instant started,
        Set<String> authors,
        Set<String> passed,
        String awaited,
        Map<String, Cluster> clusters,
        List<Past> history) {
    /** Earlier runs remembered. */
    static final int HISTORY_MAX = 10;

    Progress {
        authors = new TreeSet<>(authors);
        passed = new TreeSet<>(passed);
        clusters = new TreeMap<>(clusters);
        history = List.copyOf(history);
    }

    /** Where a cluster stands in the run. */
    enum State {
        WAITING("Waiting"),
        /** It was given the change and is not well with it yet. */
        UPDATING("Updating"),
        SOAKING("Soaking"),
        UPDATED("Updated"),
        FAILED("Failed"),
        /** It failed and is well now; until it has soaked it counts as failed. */
        RECOVERING("Recovering"),
        SKIPPED("Skipped"),
        /** It was given back what it had. */
        RETURNING("Returning"),
        RETURNED("Returned");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        static State of(String text) {
            for (State state : values()) {
                if (state.text.equals(text)) {
                    return state;
                }
            }
            return WAITING;
        }

        /** Whether it counts against the concurrency of its stage. */
        boolean isActive() {
            return this == UPDATING || this == SOAKING;
        }

        boolean isFailure() {
            return this == FAILED || this == RECOVERING;
        }
    }

    /**
     * @param revision what it is to have now; empty means that what is there stays untouched
     * @param previous what it goes back to if this run is rolled back; empty for nothing known
     * @param since since when it is in this state
     * @param begun when it was given the change in this run; the epoch for not yet
     */
    record Cluster(
            String stage,
            String revision,
            String previous,
            State state,
            Instant since,
            Instant begun) {

        Cluster to(State next, Instant now) {
            return new Cluster(stage, revision, previous, next, now, begun);
        }

        Cluster in(String other) {
            return new Cluster(other, revision, previous, state, since, begun);
        }

        Cluster given(String next, State as, Instant now) {
            return new Cluster(stage, next, previous, as, now, now);
        }

        boolean wasBegun() {
            return begun.isAfter(Instant.EPOCH);
        }
    }

    /** A run that is over. */
    record Past(int run, String revision, String result, Instant started, Instant finished) {}

    long count(State state) {
        return clusters.values().stream().filter(one -> one.state() == state).count();
    }
}
