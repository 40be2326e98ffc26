package io.pinisi.cluster.controller;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** By rank, with turns for those who wait long. */
final class RankedKeys<K> implements ReadyKeys<K> {
    private final Ranking<K> ranking;
    private final InstantSource clock;
    private final TreeSet<Waiting<K>> byRank =
            new TreeSet<>(
                    Comparator.<Waiting<K>>comparingInt(Waiting::rank)
                            .reversed()
                            .thenComparingLong(Waiting::arrival));

    /** In the order of arrival. */
    private final Map<K, Waiting<K>> byAge = new LinkedHashMap<>();

    private long arrivals;
    private int turns;

    /**
     * @param arrival how many came before it
     */
    private record Waiting<K>(K key, int rank, long arrival, Instant since) {}

    RankedKeys(Ranking<K> ranking, InstantSource clock) {
        this.ranking = ranking;
        this.clock = clock;
    }

    @Override
    public void add(K key) {
        keep(new Waiting<>(key, ranking.rank().applyAsInt(key), arrivals++, clock.instant()));
    }

    @Override
    public void addAgain(K key) {
        Waiting<K> known = byAge.get(key);
        if (known != null) {
            byRank.remove(known);
            int rank = ranking.rank().applyAsInt(key);
            keep(new Waiting<>(key, rank, known.arrival(), known.since()));
        }
    }

    /** A key that was there keeps its place among the ages. */
    private void keep(Waiting<K> waiting) {
        byRank.add(waiting);
        byAge.put(waiting.key(), waiting);
    }

    @Override
    public @Nullable K poll() {
        if (byRank.isEmpty()) {
            return null;
        }
        Waiting<K> eldest = byAge.values().iterator().next();
        Waiting<K> next = isTurnOf(eldest) ? eldest : byRank.getFirst();
        byRank.remove(next);
        byAge.remove(next.key());
        return next.key();
    }

    private boolean isTurnOf(Waiting<K> eldest) {
        if (clock.instant().isBefore(eldest.since().plus(ranking.patience()))) {
            return false;
        }
        turns = (turns + 1) % ranking.share();
        return turns == 0;
    }

    @Override
    public int size() {
        return byAge.size();
    }

    @Override
    public void clear() {
        byRank.clear();
        byAge.clear();
    }
}
