package io.pinisi.federation.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Divides replicas by the room that clusters have, departing from what was before only as far as
 * the number asked for does: more replicas divide the extra ones, fewer shrink what is there in
 * proportion. Pure.
 */
record Dividing(int total, List<Candidate> candidates, String name) {
    private static final Comparator<Candidate> FULLEST_USE =
            Comparator.comparingInt(Candidate::tier)
                    .thenComparing(Candidate::present, Comparator.reverseOrder())
                    .thenComparing(Comparator.comparingInt(Candidate::free).reversed())
                    .thenComparing(Candidate::name);

    /** What came of it. */
    sealed interface Result {
        record Shares(Map<String, Integer> shares) implements Result {}

        record Lacking(String why) implements Result {}
    }

    /** Every cluster with room takes part, by its room. */
    Result byRoom() {
        return divide(tiered(candidates, extra()));
    }

    /** Only as many clusters take part as it takes, those that have the object first. */
    Result aggregated() {
        List<Candidate> few = new ArrayList<>();
        long room = 0;
        for (Candidate candidate : candidates.stream().sorted(FULLEST_USE).toList()) {
            if (room < extra()) {
                few.add(candidate);
                room += candidate.free();
            }
        }
        return divide(few);
    }

    private Result divide(List<Candidate> takers) {
        int before = kept();
        if (total < before) {
            Map<String, Long> weights = new TreeMap<>();
            candidates.forEach(candidate -> weights.put(candidate.name(), (long) candidate.own()));
            return new Result.Shares(Webster.divide(total, weights, name));
        }
        long room = takers.stream().mapToLong(Candidate::free).sum();
        if (room < extra()) {
            return new Result.Lacking(
                    "the clusters have room for " + (before + room) + " of " + total + " replicas");
        }
        Map<String, Integer> shares = new TreeMap<>();
        candidates.forEach(candidate -> shares.put(candidate.name(), candidate.own()));
        int left = extra();
        for (int tier = 0; left > 0; tier++) {
            left -= share(ofTier(takers, tier), left, shares);
        }
        return new Result.Shares(shares);
    }

    /** Gives one tier what it has room for; returns how much that was. */
    private int share(List<Candidate> tier, int wanted, Map<String, Integer> shares) {
        long room = tier.stream().mapToLong(Candidate::free).sum();
        int given = (int) Math.min(wanted, room);
        Map<String, Long> weights = new TreeMap<>();
        tier.forEach(candidate -> weights.put(candidate.name(), (long) candidate.free()));
        Webster.divide(given, weights, name)
                .forEach((name, more) -> shares.merge(name, more, Integer::sum));
        return given;
    }

    /** The affinities from the first on, as far as they are needed for {@code wanted}. */
    private List<Candidate> tiered(List<Candidate> all, int wanted) {
        List<Candidate> some = new ArrayList<>();
        long room = 0;
        int last = all.stream().mapToInt(Candidate::tier).max().orElse(0);
        for (int tier = 0; tier <= last && (tier == 0 || room < wanted); tier++) {
            List<Candidate> more = ofTier(all, tier);
            some.addAll(more);
            room += more.stream().mapToLong(Candidate::free).sum();
        }
        return some;
    }

    private static List<Candidate> ofTier(List<Candidate> candidates, int tier) {
        return candidates.stream().filter(candidate -> candidate.tier() == tier).toList();
    }

    private int kept() {
        return candidates.stream().mapToInt(Candidate::own).sum();
    }

    private int extra() {
        return Math.max(0, total - kept());
    }
}
