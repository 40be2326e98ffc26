package io.pinisi.federation.placement;

import io.pinisi.federation.placement.Decision.Result;
import io.pinisi.federation.placement.Decision.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Decides where one object runs. Pure: the same question always has the same answer, in whatever
 * order clusters are named.
 */
public final class Placer {
    private Placer() {}

    /** Where an object of no past would go. */
    public static Decision place(
            TemplateFacts template, PlacementRules rules, List<ClusterFacts> clusters) {
        return place(template, rules, clusters, Previous.NOTHING);
    }

    static Decision place(
            TemplateFacts template,
            PlacementRules rules,
            List<ClusterFacts> clusters,
            Set<String> previous) {
        return place(template, rules, clusters, Previous.in(previous));
    }

    static Decision place(
            TemplateFacts template,
            PlacementRules rules,
            List<ClusterFacts> clusters,
            Previous previous) {
        return place(template, rules, clusters, previous, Patience.ENDLESS);
    }

    /**
     * @param previous where it runs now: a taint {@code NoSchedule} or an API that went out of
     *     sight does not drive it away from there
     */
    public static Decision place(
            TemplateFacts template,
            PlacementRules rules,
            List<ClusterFacts> clusters,
            Previous previous,
            Patience patience) {
        List<ClusterFacts> ordered =
                clusters.stream().sorted(Comparator.comparing(ClusterFacts::name)).toList();
        List<Decision> failed = new ArrayList<>();
        for (AffinityGroup group : rules.groups(previous.affinity())) {
            Decision decision =
                    new Attempt(new Filters(template, rules, group, previous, patience), ordered)
                            .decide();
            if (decision.result() instanceof Result.Placed) {
                return with(failed, decision);
            }
            failed.add(decision);
        }
        Decision last = failed.removeLast();
        boolean nobody =
                last.result() instanceof Result.NoClusterFit
                        && failed.stream()
                                .allMatch(one -> one.result() instanceof Result.NoClusterFit);
        return with(failed, nobody ? last : last.with(why(failed, last)));
    }

    /** The first group that had clusters says best what is missing. */
    private static Result why(List<Decision> failed, Decision last) {
        return failed.stream()
                .map(Decision::result)
                .filter(result -> result instanceof Result.Unschedulable)
                .findFirst()
                .orElse(last.result());
    }

    /** A decision with what was found in the groups tried before it. */
    private static Decision with(List<Decision> failed, Decision decision) {
        if (failed.isEmpty()) {
            return decision;
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < decision.verdicts().size(); i++) {
            Verdict verdict = decision.verdicts().get(i);
            List<Decision.Finding> findings = new ArrayList<>();
            for (Decision before : failed) {
                findings.addAll(before.verdicts().get(i).findings());
            }
            findings.addAll(verdict.findings());
            verdicts.add(new Verdict(verdict.cluster(), verdict.chosen(), findings));
        }
        return new Decision(decision.targets(), verdicts, decision.result(), decision.expires());
    }
}
