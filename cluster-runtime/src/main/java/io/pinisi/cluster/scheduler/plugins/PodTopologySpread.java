package io.pinisi.cluster.scheduler.plugins;

import io.pinisi.cluster.scheduler.ClusterSnapshot;
import io.pinisi.cluster.scheduler.FilterRule;
import io.pinisi.cluster.scheduler.NodeState;
import io.pinisi.cluster.scheduler.PodFacts;
import io.pinisi.cluster.scheduler.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pod may not make the domains more uneven than its hard spread constraints allow. */
final class PodTopologySpread implements FilterRule {
    private static final String REASON = "node(s) didn't match pod topology spread constraints";
    private static final Verdict UNEVEN = Verdict.unfit(REASON);
    private static final Verdict UNLABELLED = Verdict.unfit(REASON + " (missing required label)");

    @Override
    public String name() {
        return "PodTopologySpread";
    }

    /** Matching pods by domain, for one constraint. */
    private record Domains(SpreadConstraint constraint, Map<String, Long> counts, long self) {
        long smallest() {
            if (counts.size() < constraint.minDomains()) {
                return 0;
            }
            return counts.values().stream().mapToLong(Long::longValue).min().orElse(0);
        }
    }

    @Override
    public Check prepare(PodFacts pod, ClusterSnapshot snapshot) {
        List<SpreadConstraint> constraints = SpreadConstraint.ofPod(pod, "DoNotSchedule");
        if (constraints.isEmpty()) {
            return node -> Verdict.FITS;
        }
        List<Domains> domains =
                constraints.stream().map(c -> domains(c, constraints, pod, snapshot)).toList();
        return node -> judge(node, domains);
    }

    private static Domains domains(
            SpreadConstraint constraint,
            List<SpreadConstraint> all,
            PodFacts pod,
            ClusterSnapshot snapshot) {
        Map<String, Long> counts = new HashMap<>();
        for (NodeState node : snapshot.nodes()) {
            String domain = node.domain(constraint.topologyKey());
            boolean labelled = all.stream().allMatch(c -> node.domain(c.topologyKey()) != null);
            if (domain != null && labelled && constraint.counts(pod, node)) {
                counts.merge(domain, constraint.matching(pod, node), Long::sum);
            }
        }
        long self = constraint.selector().matches(pod.labels()) ? 1 : 0;
        return new Domains(constraint, counts, self);
    }

    private static Verdict judge(NodeState node, List<Domains> all) {
        for (Domains domains : all) {
            String domain = node.domain(domains.constraint().topologyKey());
            if (domain == null) {
                return UNLABELLED;
            }
            long here = domains.counts().getOrDefault(domain, 0L) + domains.self();
            if (here - domains.smallest() > domains.constraint().maxSkew()) {
                return UNEVEN;
            }
        }
        return Verdict.FITS;
    }
}
