package io.pinisi.cluster.controller;

import java.time.Duration;
import java.util.function.ToIntFunction;

/**
 * Which of the keys that wait goes first: the one of the highest rank, among equals the one that
 * waits longest. Nobody is forgotten over it: once the longest wait of all is over {@code
 * patience}, every {@code share}-th turn is for that key, whatever its rank.
 *
 * @param rank asked when a key is added, also one that waits already; it must not block
 * @param patience how long a key may be passed over without a turn of its own
 * @param share of the turns after that; 1 means that order of arrival is all that counts then
 */
public record Ranking<K>(ToIntFunction<K> rank, Duration patience, int share) {
    public Ranking {
        if (share < 1) {
            throw new IllegalArgumentException("share " + share);
        }
    }
}
