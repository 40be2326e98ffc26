package io.pinisi.federation.placement;

import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Result;
import io.pinisi.federation.placement.Decision.Rule;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Decision.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Tries to place one object with one group of clusters: filter, spread, divide. */
final class Attempt {
    private static final Result STRANDED =
            new Result.Unschedulable("it has to leave its cluster, and no other one fits");

    private final Filters filters;
    private final List<ClusterFacts> clusters;
    private final Map<String, List<Finding>> findings = new TreeMap<>();

    Attempt(Filters filters, List<ClusterFacts> clusters) {
        this.filters = filters;
        this.clusters = clusters;
    }

    Decision decide() {
        List<Candidate> candidates = candidates();
        if (candidates.isEmpty()) {
            return decision(List.of(), isStranded() ? STRANDED : new Result.NoClusterFit());
        }
        if (isSpread()) {
            switch (new Spreading(rules().spread(), needed()).pick(candidates)) {
                case Spreading.Result.Lacking(String why) -> {
                    return unschedulable(candidates, Rule.SPREAD_CONSTRAINT, why);
                }
                case Spreading.Result.Picked(List<Candidate> picked) -> {
                    noteSpread(candidates, picked);
                    candidates = picked;
                }
            }
        }
        return divide(candidates);
    }

    /** Whether the object has to leave where it is, and there is nowhere to go. */
    private boolean isStranded() {
        return findings.entrySet().stream()
                .filter(entry -> filters.previous().contains(entry.getKey()))
                .anyMatch(entry -> entry.getValue().getLast().rule().drivesAway());
    }

    private PlacementRules rules() {
        return filters.rules();
    }

    private TemplateFacts template() {
        return filters.template();
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        for (ClusterFacts cluster : clusters) {
            List<Finding> found = filters.ask(cluster);
            findings.put(cluster.name(), found);
            if (found.getLast().passed()) {
                candidates.add(candidate(cluster));
            }
        }
        return candidates;
    }

    private Candidate candidate(ClusterFacts cluster) {
        String name = cluster.name();
        boolean present = filters.previous().contains(name);
        int own = filters.previous().share(name);
        boolean fresh = filters.previous().weight() == Previous.Weight.FRESH;
        int freed = fresh && heedsRoom() ? own : 0;
        return new Candidate(
                cluster,
                filters.tier(cluster),
                present && !fresh,
                fresh ? 0 : own,
                filters.previous().full().contains(name) ? 0 : free(cluster) + freed);
    }

    /** Room is only looked at where it decides, so that it moves nothing else. */
    private int free(ClusterFacts cluster) {
        return heedsRoom() ? cluster.roomFor(template().requests()) : 0;
    }

    private boolean heedsRoom() {
        return template().replicas().orElse(0) > 0 && rules().scheduling().heedsRoom();
    }

    /** Static weights say themselves which clusters take part, as Karmada has it. */
    private boolean isSpread() {
        boolean weighted =
                rules().scheduling() instanceof ReplicaScheduling.Divided
                        && template().replicas().isPresent();
        return !rules().spread().isEmpty() && !weighted;
    }

    private long needed() {
        return heedsRoom() ? template().replicas().orElse(0) : 0;
    }

    private void noteSpread(List<Candidate> candidates, List<Candidate> picked) {
        Set<String> names = new HashSet<>();
        picked.forEach(candidate -> names.add(candidate.name()));
        for (Candidate candidate : candidates) {
            boolean in = names.contains(candidate.name());
            String why =
                    in
                            ? "the spread constraints take it"
                            : "the spread constraints take others: "
                                    + String.join(", ", names.stream().sorted().toList());
            note(candidate, Rule.SPREAD_CONSTRAINT, in, why);
        }
    }

    private Decision divide(List<Candidate> candidates) {
        if (template().replicas().isEmpty()) {
            return placed(
                    candidates.stream()
                            .map(one -> new Target(one.name(), OptionalInt.empty()))
                            .toList());
        }
        int total = template().replicas().getAsInt();
        Dividing dividing = new Dividing(total, candidates, template().name());
        return switch (rules().scheduling()) {
            case ReplicaScheduling.Duplicated() -> duplicate(candidates, total);
            case ReplicaScheduling.Divided divided -> byWeight(candidates, total, divided);
            case ReplicaScheduling.Dynamic() ->
                    total == 0 ? duplicate(candidates, 0) : byRoom(candidates, dividing.byRoom());
            case ReplicaScheduling.Aggregated() ->
                    total == 0
                            ? duplicate(candidates, 0)
                            : byRoom(candidates, dividing.aggregated());
        };
    }

    private Decision duplicate(List<Candidate> candidates, int total) {
        candidates.forEach(
                candidate ->
                        note(
                                candidate,
                                Rule.REPLICA_DIVISION,
                                true,
                                "runs all " + replicas(total)));
        return placed(
                candidates.stream()
                        .map(one -> new Target(one.name(), OptionalInt.of(total)))
                        .toList());
    }

    private Decision byWeight(
            List<Candidate> candidates, int total, ReplicaScheduling.Divided divided) {
        Map<String, Long> weights =
                divided.of(candidates.stream().map(Candidate::cluster).toList());
        long sum = weights.values().stream().mapToLong(Long::longValue).sum();
        Map<String, Integer> shares = Webster.divide(total, weights, template().name());
        List<Target> targets = new ArrayList<>();
        for (Candidate candidate : candidates) {
            long weight = weights.getOrDefault(candidate.name(), 0L);
            give(candidate, shares, total, "of weight " + weight + " in " + sum, targets);
        }
        return placed(targets);
    }

    private Decision byRoom(List<Candidate> candidates, Dividing.Result result) {
        return switch (result) {
            case Dividing.Result.Lacking(String why) ->
                    unschedulable(candidates, Rule.REPLICA_DIVISION, why);
            case Dividing.Result.Shares(Map<String, Integer> shares) -> {
                List<Target> targets = new ArrayList<>();
                int total = template().replicas().orElse(0);
                for (Candidate candidate : candidates) {
                    String room = "with room for " + candidate.free() + " more";
                    give(candidate, shares, total, room, targets);
                }
                yield placed(targets);
            }
        };
    }

    /** A share of 0 drops the cluster, unless nothing at all is asked for. */
    private void give(
            Candidate candidate,
            Map<String, Integer> shares,
            int total,
            String because,
            List<Target> targets) {
        int share = shares.getOrDefault(candidate.name(), 0);
        boolean keeps = share > 0 || total == 0;
        String what = keeps ? "gets " + share + " of " : "gets none: 0 of ";
        note(candidate, Rule.REPLICA_DIVISION, keeps, what + replicas(total) + " " + because);
        if (keeps) {
            targets.add(new Target(candidate.name(), OptionalInt.of(share)));
        }
    }

    private void note(Candidate candidate, Rule rule, boolean passed, String why) {
        findings.computeIfAbsent(candidate.name(), name -> new ArrayList<>())
                .add(new Finding(rule, passed, why));
    }

    private Decision unschedulable(List<Candidate> candidates, Rule rule, String why) {
        candidates.forEach(candidate -> note(candidate, rule, false, why));
        return decision(List.of(), new Result.Unschedulable(why));
    }

    private Decision placed(List<Target> targets) {
        List<Target> ordered =
                targets.stream().sorted(Comparator.comparing(Target::cluster)).toList();
        return decision(ordered, new Result.Placed(filters.group().name()));
    }

    private Decision decision(List<Target> targets, Result result) {
        Set<String> chosen = new HashSet<>();
        targets.forEach(target -> chosen.add(target.cluster()));
        List<Verdict> verdicts =
                clusters.stream()
                        .map(ClusterFacts::name)
                        .map(
                                name ->
                                        new Verdict(
                                                name,
                                                chosen.contains(name),
                                                findings.getOrDefault(name, List.of())))
                        .toList();
        Optional<Instant> expires =
                clusters.stream()
                        .flatMap(cluster -> filters.expiry(cluster).stream())
                        .min(Comparator.naturalOrder());
        return new Decision(targets, verdicts, result, expires);
    }

    private static String replicas(int count) {
        return count == 1 ? "1 replica" : count + " replicas";
    }
}
