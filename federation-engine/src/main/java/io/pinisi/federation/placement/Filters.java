package io.pinisi.federation.placement;

import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The rules that look at one cluster alone: each finds something, the first objection ends it. */
record Filters(
        TemplateFacts template,
        PlacementRules rules,
        AffinityGroup group,
        Previous previous,
        Patience patience) {
    private static final List<Rule> ORDER =
            List.of(
                    Rule.MEMBERSHIP,
                    Rule.TENANCY,
                    Rule.API_ENABLEMENT,
                    Rule.CLUSTER_AFFINITY,
                    Rule.TAINT_TOLERATION,
                    Rule.CLUSTER_EVICTION,
                    Rule.WORKLOAD_AFFINITY);

    List<Finding> ask(ClusterFacts cluster) {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : ORDER) {
            if (isSilent(rule)) {
                continue;
            }
            String objection = objection(rule, cluster);
            findings.add(
                    new Finding(
                            rule,
                            objection == null,
                            objection == null ? pass(rule, cluster) : objection));
            if (objection != null) {
                break;
            }
        }
        return findings;
    }

    /** Where nothing failed, nobody is kept out, or no company counts. */
    private boolean isSilent(Rule rule) {
        return switch (rule) {
            case CLUSTER_EVICTION -> previous.failed().isEmpty();
            case TENANCY -> rules.territory().tenant().isEmpty();
            case WORKLOAD_AFFINITY -> rules.company().isNone();
            case MEMBERSHIP,
                    API_ENABLEMENT,
                    CLUSTER_AFFINITY,
                    TAINT_TOLERATION,
                    SPREAD_CONSTRAINT,
                    REPLICA_DIVISION ->
                    false;
        };
    }

    /** Which affinity of the group admits the cluster; negative for none. */
    int tier(ClusterFacts cluster) {
        List<ClusterAffinity> tiers = group.tiers();
        for (int tier = 0; tier < tiers.size(); tier++) {
            if (tiers.get(tier).matches(cluster)) {
                return tier;
            }
        }
        return -1;
    }

    private @Nullable String objection(Rule rule, ClusterFacts cluster) {
        return switch (rule) {
            case MEMBERSHIP -> cluster.leaving() ? "it is leaving the federation" : null;
            case TENANCY -> rules.territory().objection(cluster).orElse(null);
            case API_ENABLEMENT -> missingApi(cluster);
            case CLUSTER_AFFINITY -> mismatch(cluster);
            case TAINT_TOLERATION -> untolerated(cluster);
            case CLUSTER_EVICTION ->
                    previous.failed().contains(cluster.name())
                            ? "the application failed there, and is tried again when it changes"
                            : null;
            case WORKLOAD_AFFINITY -> company(cluster);
            case SPREAD_CONSTRAINT, REPLICA_DIVISION -> null;
        };
    }

    private @Nullable String missingApi(ClusterFacts cluster) {
        boolean served =
                cluster.apis().isEmpty()
                        || cluster.apis().contains(template.kind())
                        || previous.contains(cluster.name());
        return served ? null : "it does not serve " + template.kind();
    }

    /** What is there already stays, whoever came since. */
    private @Nullable String company(ClusterFacts cluster) {
        boolean stays =
                previous.contains(cluster.name()) && previous.weight() == Previous.Weight.STEADY;
        return stays ? null : rules.company().objection(cluster.name()).orElse(null);
    }

    private @Nullable String mismatch(ClusterFacts cluster) {
        if (tier(cluster) >= 0) {
            return null;
        }
        Optional<String> why = group.affinity().mismatch(cluster);
        String prefix = group.name().isEmpty() ? "" : "affinity group " + group.name() + ": ";
        return prefix + why.orElse("it does not match");
    }

    private @Nullable String untolerated(ClusterFacts cluster) {
        for (Taint taint : cluster.taints()) {
            if (previous.contains(cluster.name()) ? drivesAway(taint) : keepsAway(taint)) {
                return taint.reason();
            }
        }
        return null;
    }

    private boolean keepsAway(Taint taint) {
        return taint.repels() && rules.tolerations().stream().noneMatch(t -> t.tolerates(taint));
    }

    /** What is there already is only driven away by NoExecute, and only when its time is over. */
    private boolean drivesAway(Taint taint) {
        return taint.effect().equals(Taint.NO_EXECUTE)
                && stays(taint).filter(until -> patience.now().isBefore(until)).isEmpty();
    }

    /** Until when an object stays that is where the taint is; empty where it goes at once. */
    private Optional<Instant> stays(Taint taint) {
        List<Toleration> tolerant =
                rules.tolerations().stream().filter(t -> t.tolerates(taint)).toList();
        if (tolerant.isEmpty()) {
            return taint.isByCondition()
                    ? Optional.of(after(taint, patience.unsaid().toSeconds()))
                    : Optional.empty();
        }
        OptionalLong least = tolerant.stream().flatMapToLong(t -> t.seconds().stream()).min();
        return Optional.of(least.isEmpty() ? Instant.MAX : after(taint, least.getAsLong()));
    }

    private Instant after(Taint taint, long seconds) {
        Instant since = taint.since();
        return (since == null ? patience.now() : since).plusSeconds(seconds);
    }

    /** When the object has to be looked at again because it may not stay in a cluster longer. */
    Optional<Instant> expiry(ClusterFacts cluster) {
        if (!previous.contains(cluster.name())) {
            return Optional.empty();
        }
        return cluster.taints().stream()
                .filter(taint -> taint.effect().equals(Taint.NO_EXECUTE))
                .flatMap(taint -> stays(taint).stream())
                .filter(until -> patience.now().isBefore(until) && !until.equals(Instant.MAX))
                .min(Comparator.naturalOrder());
    }

    private String pass(Rule rule, ClusterFacts cluster) {
        return switch (rule) {
            case MEMBERSHIP -> "it is a member";
            case TENANCY -> "tenant " + rules.territory().tenant() + " may use it";
            case API_ENABLEMENT -> "it serves " + template.kind();
            case CLUSTER_AFFINITY -> admitted(cluster);
            case TAINT_TOLERATION -> "no taint keeps the object away";
            case CLUSTER_EVICTION -> "the application did not fail there";
            case WORKLOAD_AFFINITY -> "the other workloads of its groups allow it";
            case SPREAD_CONSTRAINT, REPLICA_DIVISION -> "";
        };
    }

    private String admitted(ClusterFacts cluster) {
        String whose = group.name().isEmpty() ? "the policy's cluster affinity" : "";
        String named = whose.isEmpty() ? "affinity group " + group.name() : whose;
        return "it matches " + (tier(cluster) > 0 ? "an overflow of " : "") + named;
    }
}
