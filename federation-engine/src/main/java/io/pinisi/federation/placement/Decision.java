package io.pinisi.federation.placement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where an object goes, and why there and not elsewhere.
 *
 * @param targets by cluster name
 * @param verdicts one for every cluster of the federation, by name
 * @param expires when it has to be asked again although nothing else changed
 */
public record Decision(
        List<Target> targets, List<Verdict> verdicts, Result result, Optional<Instant> expires) {
    /** Nobody asked for the object to be placed. */
    public static final Decision NONE =
            new Decision(List.of(), List.of(), new Result.NoClusterFit(), Optional.empty());

    public Decision {
        targets = List.copyOf(targets);
        verdicts = List.copyOf(verdicts);
    }

    /** What came of it as a whole. */
    public sealed interface Result {
        /**
         * @param affinity the group of clusters that was taken; empty where the policy names none
         */
        record Placed(String affinity) implements Result {}

        /** Every cluster was turned away: the object is to be nowhere. */
        record NoClusterFit() implements Result {}

        /** Clusters fit, and still it cannot be: what was decided before stays in place. */
        record Unschedulable(String why) implements Result {}
    }

    /**
     * A cluster chosen.
     *
     * @param replicas its share; empty for kinds without replicas
     */
    public record Target(String cluster, OptionalInt replicas) {}

    /** One cluster's way through the rules, up to the one that turned it away. */
    public record Verdict(String cluster, boolean chosen, List<Finding> findings) {
        public Verdict {
            findings = List.copyOf(findings);
        }

        /** What decided, as a sentence. */
        public String summary() {
            return findings.isEmpty() ? "" : findings.getLast().why();
        }
    }

    /** What one rule found. */
    public record Finding(Rule rule, boolean passed, String why) {}

    /** The rules, in the order they are asked. */
    public enum Rule {
        MEMBERSHIP,
        TENANCY,
        API_ENABLEMENT,
        CLUSTER_AFFINITY,
        TAINT_TOLERATION,
        CLUSTER_EVICTION,
        WORKLOAD_AFFINITY,
        SPREAD_CONSTRAINT,
        REPLICA_DIVISION;

        /** Whether its objection means that something happened to the object where it is. */
        public boolean drivesAway() {
            return this == TAINT_TOLERATION || this == CLUSTER_EVICTION;
        }
    }

    /** Nowhere anew, although clusters fit. */
    public Decision refused(String why) {
        return new Decision(List.of(), verdicts, new Result.Unschedulable(why), expires);
    }

    Decision with(Result other) {
        return new Decision(targets, verdicts, other, expires);
    }

    public Optional<Target> target(String cluster) {
        return targets.stream().filter(target -> target.cluster().equals(cluster)).findFirst();
    }

    public List<String> clusters() {
        return targets.stream().map(Target::cluster).toList();
    }
}
