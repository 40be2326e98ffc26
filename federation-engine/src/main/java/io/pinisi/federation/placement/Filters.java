package io.pinisi.federation.placement;

import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rules that look at one cluster alone: each finds something, the first objection ends it. */
record Filters(
        TemplateFacts template, PlacementRules rules, AffinityGroup group, Previous previous) {
    private static final List<Rule> ORDER =
            List.of(
                    Rule.MEMBERSHIP,
                    Rule.API_ENABLEMENT,
                    Rule.CLUSTER_AFFINITY,
                    Rule.TAINT_TOLERATION);

    List<Finding> ask(ClusterFacts cluster) {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : ORDER) {
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
            case API_ENABLEMENT -> missingApi(cluster);
            case CLUSTER_AFFINITY -> mismatch(cluster);
            case TAINT_TOLERATION -> untolerated(cluster);
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

    private @Nullable String mismatch(ClusterFacts cluster) {
        if (tier(cluster) >= 0) {
            return null;
        }
        Optional<String> why = group.affinity().mismatch(cluster);
        String prefix = group.name().isEmpty() ? "" : "affinity group " + group.name() + ": ";
        return prefix + why.orElse("it does not match");
    }

    /** What is there already is only driven away by NoExecute. */
    private @Nullable String untolerated(ClusterFacts cluster) {
        boolean present = previous.contains(cluster.name());
        for (Taint taint : cluster.taints()) {
            boolean counts = present ? taint.effect().equals(Taint.NO_EXECUTE) : taint.repels();
            if (counts && rules.tolerations().stream().noneMatch(t -> t.tolerates(taint))) {
                return taint.equals(Taint.NOT_READY)
                        ? "it is not ready"
                        : "the policy does not tolerate its taint " + taint;
            }
        }
        return null;
    }

    private String pass(Rule rule, ClusterFacts cluster) {
        return switch (rule) {
            case MEMBERSHIP -> "it is a member";
            case API_ENABLEMENT -> "it serves " + template.kind();
            case CLUSTER_AFFINITY -> admitted(cluster);
            case TAINT_TOLERATION -> "no taint keeps the object away";
            case SPREAD_CONSTRAINT, REPLICA_DIVISION -> "";
        };
    }

    private String admitted(ClusterFacts cluster) {
        String whose = group.name().isEmpty() ? "the policy's cluster affinity" : "";
        String named = whose.isEmpty() ? "affinity group " + group.name() : whose;
        return "it matches " + (tier(cluster) > 0 ? "an overflow of " : "") + named;
    }
}
