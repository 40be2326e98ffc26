package io.pinisi.cluster.apiserver.metrics;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The samples of all nodes. Thread-safe. */
final class UsageCache {
    private final InstantSource clock;
    private final ScrapeLimits limits;
    private final Map<String, NodeSamples> nodes = new ConcurrentHashMap<>();

    UsageCache(InstantSource clock, ScrapeLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    void add(String node, Sample sample) {
        nodes.merge(node, new NodeSamples(null, sample), (known, _) -> known.next(sample));
    }

    /** Forgets every other node. */
    void keepOnly(Set<String> names) {
        nodes.keySet().retainAll(names);
    }

    /** Whether it is time for another sample. */
    boolean isDue(String node, Instant now) {
        NodeSamples known = nodes.get(node);
        return known == null
                || !known.isComplete()
                || !now.isBefore(known.last().at().plus(limits.resolution()));
    }

    Optional<Measured> node(String node) {
        return fresh(node).flatMap(NodeSamples::node);
    }

    Optional<Measured> pod(String node, String uid) {
        return fresh(node).flatMap(samples -> samples.pod(uid));
    }

    private Optional<NodeSamples> fresh(String node) {
        Instant oldest = clock.instant().minus(limits.fresh());
        return Optional.ofNullable(nodes.get(node))
                .filter(samples -> samples.last().at().isAfter(oldest));
    }
}
