package io.pinisi.cluster.scheduler;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.scheduler.Decision.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which pods of lower priority would have to end, and on which node, so that a pod fits that fits
 * nowhere. Pure. As few and as unimportant pods as possible go, and those that a disruption budget
 * protects only where nothing else helps; the rules are those of the standard scheduler's {@code
 * DefaultPreemption}.
 */
final class Preemption {
    /** Nodes that are looked at closely. */
    private static final int CANDIDATES_MAX = 100;

    /** Makes every priority positive, so that fewer victims never sum up to more. */
    private static final long PRIORITY_OFFSET = 1L << 31;

    private static final String NO_VICTIMS = "No preemption victims found for incoming pod.";
    private static final String NO_HELP = "Preemption is not helpful for scheduling.";

    /** Who is more important comes first: by priority, then who is there for longer. */
    private static final Comparator<PodFacts> IMPORTANCE =
            Comparator.comparingInt(PodFacts::priority)
                    .reversed()
                    .thenComparing(Preemption::since)
                    .thenComparing(PodFacts::uid);

    private static final Comparator<Candidate> BEST =
            Comparator.comparingInt(Candidate::violations)
                    .thenComparingInt(Candidate::highest)
                    .thenComparingLong(Candidate::sum)
                    .thenComparingInt(candidate -> candidate.victims().size())
                    .thenComparing(Candidate::earliestOfHighest, Comparator.reverseOrder());

    private final Profile profile;

    Preemption(Profile profile) {
        this.profile = profile;
    }

    /** What comes of it. */
    sealed interface Outcome {
        /**
         * @param victims the most important first; one at least
         */
        record Room(String node, List<PodFacts> victims) implements Outcome {}

        /**
         * @param message for the pod's diagnosis
         */
        record None(String message) implements Outcome {}
    }

    /**
     * @param violations victims that a budget would have protected
     * @param victims the most important first
     */
    private record Candidate(String node, int violations, List<PodFacts> victims) {
        int highest() {
            return victims.getFirst().priority();
        }

        long sum() {
            return victims.stream().mapToLong(pod -> pod.priority() + PRIORITY_OFFSET).sum();
        }

        Instant earliestOfHighest() {
            return victims.stream()
                    .filter(pod -> pod.priority() == highest())
                    .map(Preemption::since)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
        }
    }

    private static Instant since(PodFacts pod) {
        return Objects.requireNonNullElse(
                Metadata.of(pod.tree()).creationTimestamp(), Instant.EPOCH);
    }

    Outcome plan(
            PodFacts pod,
            ClusterSnapshot snapshot,
            List<Refusal> refusals,
            List<DisruptionBudget> budgets) {
        Set<String> curable =
                refusals.stream()
                        .filter(refusal -> isCurable(refusal.rule()))
                        .map(Refusal::node)
                        .collect(Collectors.toSet());
        List<Candidate> candidates = new ArrayList<>();
        for (NodeState node : snapshot.nodes()) {
            if (curable.contains(node.name()) && candidates.size() < CANDIDATES_MAX) {
                Candidate candidate = candidate(pod, node, snapshot, budgets);
                if (candidate != null) {
                    candidates.add(candidate);
                }
            }
        }
        return candidates.stream()
                .min(BEST)
                .<Outcome>map(best -> new Outcome.Room(best.node(), best.victims()))
                .orElseGet(() -> none(snapshot.nodes().size(), curable.size()));
    }

    private static Outcome none(int nodes, int curable) {
        if (nodes == 0) {
            return new Outcome.None("");
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put(NO_VICTIMS, curable);
        counts.put(NO_HELP, nodes - curable);
        String reasons =
                counts.entrySet().stream()
                        .filter(entry -> entry.getValue() > 0)
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "));
        return new Outcome.None("0/" + nodes + " nodes are available: " + reasons);
    }

    private boolean isCurable(String rule) {
        return profile.filters().stream()
                .filter(filter -> filter.name().equals(rule))
                .anyMatch(FilterRule::isCuredByRemovals);
    }

    private @Nullable Candidate candidate(
            PodFacts pod,
            NodeState node,
            ClusterSnapshot snapshot,
            List<DisruptionBudget> budgets) {
        List<PodFacts> lower =
                node.pods().stream()
                        .filter(other -> other.priority() < pod.priority())
                        .sorted(IMPORTANCE)
                        .toList();
        NodeState left = node;
        for (PodFacts other : lower) {
            left = left.without(other);
        }
        if (lower.isEmpty() || !fits(pod, left, snapshot)) {
            return null;
        }
        Set<String> guarded = guarded(lower, budgets);
        List<PodFacts> inOrder = new ArrayList<>(lower);
        inOrder.sort(Comparator.comparing(other -> !guarded.contains(other.uid())));
        List<PodFacts> victims = new ArrayList<>();
        for (PodFacts other : inOrder) {
            NodeState spared = left.with(other);
            if (fits(pod, spared, snapshot)) {
                left = spared;
            } else {
                victims.add(other);
            }
        }
        int violations =
                (int) victims.stream().filter(victim -> guarded.contains(victim.uid())).count();
        victims.sort(IMPORTANCE);
        return victims.isEmpty() ? null : new Candidate(node.name(), violations, victims);
    }

    /** Pods that could not all end without a budget being broken. */
    private static Set<String> guarded(List<PodFacts> pods, List<DisruptionBudget> budgets) {
        int[] allowed = budgets.stream().mapToInt(DisruptionBudget::allowed).toArray();
        Set<String> guarded = new HashSet<>();
        for (PodFacts pod : pods) {
            for (int i = 0; i < allowed.length; i++) {
                if (budgets.get(i).protects(pod) && --allowed[i] < 0) {
                    guarded.add(pod.uid());
                }
            }
        }
        return guarded;
    }

    private boolean fits(PodFacts pod, NodeState node, ClusterSnapshot snapshot) {
        ClusterSnapshot changed = snapshot.with(node);
        NodeState expected = changed.expected(node, pod);
        return profile.filters().stream()
                .allMatch(
                        rule -> rule.prepare(pod, changed).judge(expected) instanceof Verdict.Fits);
    }
}
