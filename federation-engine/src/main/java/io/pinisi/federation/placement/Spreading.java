package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Picks clusters so that every spread constraint holds. Constraints over groups of clusters are
 * taken one inside the other: the fewest and best groups are tried first, and where what follows
 * from them does not work out the next ones are. Pure.
 *
 * @param replicas what the picked clusters need room for together; 0 where room does not matter
 */
record Spreading(List<SpreadConstraint> constraints, long replicas) {
    /** Choices of groups looked at for one constraint, at most. */
    private static final int TRIES_MAX = 2_000;

    /** What came of it. */
    sealed interface Result {
        record Picked(List<Candidate> candidates) implements Result {}

        record Lacking(String why) implements Result {}
    }

    Result pick(List<Candidate> candidates) {
        List<SpreadConstraint> groupings =
                constraints.stream().filter(constraint -> !constraint.isByCluster()).toList();
        return descend(candidates.stream().sorted(Candidate.BEST).toList(), groupings, List.of());
    }

    /**
     * @param covers sets of clusters of each of which at least one must be picked
     */
    private Result descend(
            List<Candidate> candidates,
            List<SpreadConstraint> groupings,
            List<Set<String>> covers) {
        if (groupings.isEmpty()) {
            return clusters(candidates, covers);
        }
        SpreadConstraint constraint = groupings.getFirst();
        List<Group> groups = groups(constraint, candidates);
        if (groups.size() < constraint.min()) {
            return new Result.Lacking(
                    "the policy spreads over at least "
                            + constraint.min()
                            + " of "
                            + constraint.over()
                            + ", and the clusters that fit have "
                            + groups.size());
        }
        List<SpreadConstraint> inner = groupings.subList(1, groupings.size());
        Result last = new Result.Lacking("no choice of " + constraint.over() + " works out");
        int tries = 0;
        int most = Math.min(groups.size(), constraint.max());
        for (int size = constraint.min(); size <= most; size++) {
            for (Combination c = Combination.first(size);
                    c.within(groups.size());
                    c = c.next(groups.size())) {
                if (++tries > TRIES_MAX) {
                    return last;
                }
                List<Group> chosen = c.indexes().stream().map(groups::get).toList();
                last = descend(union(chosen, candidates), inner, plus(covers, chosen));
                if (last instanceof Result.Picked) {
                    return last;
                }
            }
        }
        return last;
    }

    /** Clusters that share a region, a zone, a provider or the value of a label. */
    private record Group(String name, List<Candidate> members) {
        Set<String> names() {
            return members.stream().map(Candidate::name).collect(Collectors.toSet());
        }

        boolean present() {
            return members.stream().anyMatch(Candidate::present);
        }
    }

    /** Best first: where the object is, then what has most room or most clusters. */
    private List<Group> groups(SpreadConstraint constraint, List<Candidate> candidates) {
        Map<String, List<Candidate>> byName = new TreeMap<>();
        for (Candidate candidate : candidates) {
            for (String name : constraint.groupsOf(candidate.cluster())) {
                byName.computeIfAbsent(name, absent -> new ArrayList<>()).add(candidate);
            }
        }
        return byName.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.comparing(Group::present, Comparator.reverseOrder())
                                .thenComparing(Comparator.comparingLong(this::worth).reversed())
                                .thenComparing(Group::name))
                .toList();
    }

    /** With replicas to house the room counts, as far as it is needed; else the clusters do. */
    private long worth(Group group) {
        return replicas == 0
                ? group.members().size()
                : Math.min(replicas, group.members().stream().mapToLong(Candidate::room).sum());
    }

    private static List<Candidate> union(List<Group> chosen, List<Candidate> candidates) {
        Set<String> names = new HashSet<>();
        chosen.forEach(group -> names.addAll(group.names()));
        return candidates.stream().filter(c -> names.contains(c.name())).toList();
    }

    private static List<Set<String>> plus(List<Set<String>> covers, List<Group> chosen) {
        List<Set<String>> all = new ArrayList<>(covers);
        chosen.forEach(group -> all.add(group.names()));
        return all;
    }

    private Result clusters(List<Candidate> ranked, List<Set<String>> covers) {
        SpreadConstraint limits =
                constraints.stream()
                        .filter(SpreadConstraint::isByCluster)
                        .findFirst()
                        .orElse(
                                new SpreadConstraint(
                                        new SpreadConstraint.Over.Field("cluster"),
                                        1,
                                        Integer.MAX_VALUE));
        if (ranked.size() < limits.min()) {
            return new Result.Lacking(
                    "the policy spreads over at least "
                            + limits.min()
                            + " clusters, and "
                            + ranked.size()
                            + " fit");
        }
        Map<String, Candidate> picked = new LinkedHashMap<>();
        for (Set<String> cover : covers) {
            if (picked.keySet().stream().noneMatch(cover::contains)) {
                ranked.stream()
                        .filter(candidate -> cover.contains(candidate.name()))
                        .findFirst()
                        .ifPresent(best -> picked.put(best.name(), best));
            }
        }
        if (picked.size() > limits.max()) {
            return new Result.Lacking(
                    "the policy allows " + limits.max() + " clusters, too few for its groups");
        }
        for (Candidate candidate : ranked) {
            if (picked.size() < limits.max()) {
                picked.putIfAbsent(candidate.name(), candidate);
            }
        }
        return enough(new ArrayList<>(picked.values()), ranked, covers);
    }

    /** Where the picked ones lack room, the last of them give way to the freest of the others. */
    private Result enough(
            List<Candidate> picked, List<Candidate> ranked, List<Set<String>> covers) {
        for (int i = picked.size() - 1; i >= 0 && room(picked) < replicas; i--) {
            Candidate out = picked.get(i);
            int at = i;
            ranked.stream()
                    .filter(candidate -> !picked.contains(candidate))
                    .filter(candidate -> candidate.room() > out.room())
                    .filter(candidate -> covered(swapped(picked, at, candidate), covers))
                    .max(
                            Comparator.comparingLong(Candidate::room)
                                    .thenComparing(Candidate::name, Comparator.reverseOrder()))
                    .ifPresent(freest -> picked.set(at, freest));
        }
        return room(picked) < replicas
                ? new Result.Lacking(
                        "the clusters that the spread constraints allow have room for "
                                + room(picked)
                                + " of "
                                + replicas
                                + " replicas")
                : new Result.Picked(List.copyOf(picked));
    }

    private static List<Candidate> swapped(List<Candidate> picked, int at, Candidate in) {
        List<Candidate> other = new ArrayList<>(picked);
        other.set(at, in);
        return other;
    }

    private static boolean covered(List<Candidate> picked, List<Set<String>> covers) {
        return covers.stream()
                .allMatch(cover -> picked.stream().anyMatch(c -> cover.contains(c.name())));
    }

    private static long room(List<Candidate> candidates) {
        return candidates.stream().mapToLong(Candidate::room).sum();
    }
}
