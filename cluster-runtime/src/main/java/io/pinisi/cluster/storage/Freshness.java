package io.pinisi.cluster.storage;

/** How new the answer to a read has to be; what {@code resourceVersion} and its match rule mean. */
public sealed interface Freshness {
    /** Everything that was written before the read began. */
    record Latest() implements Freshness {}

    /** Whatever the cache has. */
    record Cached() implements Freshness {}

    record NotOlderThan(long revision) implements Freshness {}

    /** The state at this revision and no other. */
    record Exactly(long revision) implements Freshness {}
}
