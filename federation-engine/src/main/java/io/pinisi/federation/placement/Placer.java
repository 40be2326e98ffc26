package io.pinisi.federation.placement;

import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Rule;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Decision.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides where one object runs. Pure: the same question always has the same answer, in whatever
 * order clusters are named.
 */
public final class Placer {
    private Placer() {}

    /**
     * @param previous clusters it runs in now: a taint {@code NoSchedule} or an API that went out
     *     of sight does not drive it away from there
     */
    public static Decision place(
            TemplateFacts template,
            PlacementRules rules,
            List<ClusterFacts> clusters,
            Set<String> previous) {
        List<ClusterFacts> ordered =
                clusters.stream().sorted(Comparator.comparing(ClusterFacts::name)).toList();
        Map<String, List<Finding>> findings = new HashMap<>();
        List<ClusterFacts> feasible = new ArrayList<>();
        for (ClusterFacts cluster : ordered) {
            Question question =
                    new Question(template, rules, cluster, previous.contains(cluster.name()));
            List<Finding> found = question.ask();
            findings.put(cluster.name(), found);
            if (found.getLast().passed()) {
                feasible.add(cluster);
            }
        }
        List<Target> targets = assign(template, rules, feasible, findings);
        Set<String> chosen = Set.copyOf(targets.stream().map(Target::cluster).toList());
        List<Verdict> verdicts =
                ordered.stream()
                        .map(ClusterFacts::name)
                        .map(
                                name ->
                                        new Verdict(
                                                name,
                                                chosen.contains(name),
                                                findings.getOrDefault(name, List.of())))
                        .toList();
        return new Decision(targets, verdicts);
    }

    private static List<Target> assign(
            TemplateFacts template,
            PlacementRules rules,
            List<ClusterFacts> feasible,
            Map<String, List<Finding>> findings) {
        if (template.replicas().isEmpty()) {
            return feasible.stream()
                    .map(cluster -> new Target(cluster.name(), OptionalInt.empty()))
                    .toList();
        }
        int total = template.replicas().getAsInt();
        return switch (rules.scheduling()) {
            case ReplicaScheduling.Duplicated() -> {
                feasible.forEach(
                        cluster -> note(findings, cluster, true, "runs all " + replicas(total)));
                yield feasible.stream()
                        .map(cluster -> new Target(cluster.name(), OptionalInt.of(total)))
                        .toList();
            }
            case ReplicaScheduling.Divided divided ->
                    divide(template.uid(), total, divided.of(feasible), feasible, findings);
        };
    }

    /** A share of 0 drops the cluster, unless nothing at all is asked for. */
    private static List<Target> divide(
            String uid,
            int total,
            Map<String, Long> weights,
            List<ClusterFacts> feasible,
            Map<String, List<Finding>> findings) {
        Map<String, Integer> shares = Webster.divide(total, weights, uid);
        long sum = weights.values().stream().mapToLong(Long::longValue).sum();
        List<Target> targets = new ArrayList<>();
        for (ClusterFacts cluster : feasible) {
            int share = shares.getOrDefault(cluster.name(), 0);
            boolean keeps = share > 0 || total == 0;
            String part = " of weight " + weights.get(cluster.name()) + " in " + sum;
            note(
                    findings,
                    cluster,
                    keeps,
                    (keeps ? "gets " : "gets none: ") + share + " of " + replicas(total) + part);
            if (keeps) {
                targets.add(new Target(cluster.name(), OptionalInt.of(share)));
            }
        }
        return targets;
    }

    private static void note(
            Map<String, List<Finding>> findings, ClusterFacts cluster, boolean passed, String why) {
        findings.computeIfAbsent(cluster.name(), name -> new ArrayList<>())
                .add(new Finding(Rule.REPLICA_DIVISION, passed, why));
    }

    private static String replicas(int count) {
        return count == 1 ? "1 replica" : count + " replicas";
    }

    /** The filters, asked for one cluster; each answers null where it has no objection. */
    private record Question(
            TemplateFacts template, PlacementRules rules, ClusterFacts cluster, boolean present) {

        List<Finding> ask() {
            List<Finding> findings = new ArrayList<>();
            for (Rule rule : Rule.values()) {
                if (rule == Rule.REPLICA_DIVISION) {
                    break;
                }
                String objection = objection(rule);
                findings.add(
                        new Finding(
                                rule,
                                objection == null,
                                objection == null ? pass(rule) : objection));
                if (objection != null) {
                    break;
                }
            }
            return findings;
        }

        private @Nullable String objection(Rule rule) {
            return switch (rule) {
                case MEMBERSHIP -> cluster.leaving() ? "it is leaving the federation" : null;
                case API_ENABLEMENT -> missingApi();
                case CLUSTER_AFFINITY -> rules.affinity().mismatch(cluster).orElse(null);
                case TAINT_TOLERATION -> untolerated();
                case REPLICA_DIVISION -> null;
            };
        }

        private @Nullable String missingApi() {
            boolean served =
                    cluster.apis().isEmpty() || cluster.apis().contains(template.kind()) || present;
            return served ? null : "it does not serve " + template.kind();
        }

        /** What is there already is only driven away by NoExecute. */
        private @Nullable String untolerated() {
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

        private String pass(Rule rule) {
            return switch (rule) {
                case MEMBERSHIP -> "it is a member";
                case API_ENABLEMENT -> "it serves " + template.kind();
                case CLUSTER_AFFINITY -> "it matches the policy's cluster affinity";
                case TAINT_TOLERATION -> "no taint keeps the object away";
                case REPLICA_DIVISION -> "";
            };
        }
    }
}
