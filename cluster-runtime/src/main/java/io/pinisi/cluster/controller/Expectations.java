package io.pinisi.cluster.controller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a controller has asked for but not yet seen in its local copy. Until the copy has caught up,
 * the controller must not count again, or it would create or delete too many.
 *
 * <p>An expectation that is never met (a watch lost an event) lapses after a while. Thread-safe;
 * guarded by {@code this}.
 */
public final class Expectations<K> {
    private static final Duration LAPSE = Duration.ofMinutes(5);

    private final InstantSource clock;
    private final Map<K, Awaited> awaited = new HashMap<>();

    private static final class Awaited {
        private int creations;
        private final Set<String> deletions;
        private final Instant since;

        Awaited(int creations, Set<String> deletions, Instant since) {
            this.creations = creations;
            this.deletions = deletions;
            this.since = since;
        }

        boolean isMet() {
            return creations <= 0 && deletions.isEmpty();
        }
    }

    public Expectations(InstantSource clock) {
        this.clock = clock;
    }

    /** Whether the copy shows all that was asked for, or that was asked too long ago. */
    public synchronized boolean areMet(K key) {
        Awaited open = awaited.get(key);
        if (open == null) {
            return true;
        }
        if (open.isMet() || open.since.plus(LAPSE).isBefore(clock.instant())) {
            awaited.remove(key);
            return true;
        }
        return false;
    }

    /**
     * @param deletions told by uid, because the copy may show several changes of a dying object
     */
    public synchronized void expect(K key, int creations, Set<String> deletions) {
        awaited.put(key, new Awaited(creations, new HashSet<>(deletions), clock.instant()));
    }

    /** A creation was seen, or will never come because it failed. */
    public synchronized void created(K key) {
        created(key, 1);
    }

    public synchronized void created(K key, int count) {
        Awaited open = awaited.get(key);
        if (open != null) {
            open.creations -= count;
        }
    }

    /** A deletion was seen, or will never come because it failed. */
    public synchronized void deleted(K key, String uid) {
        Awaited open = awaited.get(key);
        if (open != null) {
            open.deletions.remove(uid);
        }
    }

    public synchronized void forget(K key) {
        awaited.remove(key);
    }
}
