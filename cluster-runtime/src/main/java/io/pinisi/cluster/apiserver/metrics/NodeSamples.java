package io.pinisi.cluster.apiserver.metrics;

import io.pinisi.cluster.apiserver.metrics.Measured.Usage;
import io.pinisi.cluster.apiserver.metrics.Sample.ContainerKey;
import io.pinisi.cluster.apiserver.metrics.Sample.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last two samples of a node, between which counts become rates. */
record NodeSamples(@Nullable Sample before, Sample last) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    NodeSamples next(Sample sample) {
        return new NodeSamples(last, sample);
    }

    boolean isComplete() {
        return before != null;
    }

    /** What all containers with a rate use together, under the node's own name for want of any. */
    Optional<Measured> node() {
        if (before == null) {
            return Optional.empty();
        }
        Usage sum = Usage.NONE;
        for (Map.Entry<ContainerKey, Counter> entry : last.counters().entrySet()) {
            Counter since = before.counters().get(entry.getKey());
            sum = sum.plus(usage(since, entry.getValue()).orElse(Usage.NONE));
        }
        Duration window = Duration.between(before.at(), last.at());
        return Optional.of(new Measured(last.at(), window, new TreeMap<>(Map.of("", sum))));
    }

    /** Empty until every container of the pod has a rate: a part would pass for the whole. */
    Optional<Measured> pod(String uid) {
        SortedMap<String, Usage> usages = new TreeMap<>();
        Instant at = Instant.EPOCH;
        Duration window = Duration.ZERO;
        for (Map.Entry<ContainerKey, Counter> entry : last.counters().entrySet()) {
            if (!entry.getKey().podUid().equals(uid)) {
                continue;
            }
            Counter since = before == null ? null : before.counters().get(entry.getKey());
            Optional<Usage> usage = usage(since, entry.getValue());
            if (usage.isEmpty() || since == null) {
                return Optional.empty();
            }
            usages.put(entry.getKey().name(), usage.get());
            if (entry.getValue().at().isAfter(at)) {
                at = entry.getValue().at();
                window = Duration.between(since.at(), at);
            }
        }
        return usages.isEmpty() ? Optional.empty() : Optional.of(new Measured(at, window, usages));
    }

    /** A count that fell is that of a container which began anew. */
    private static Optional<Usage> usage(@Nullable Counter since, Counter now) {
        if (since == null || now.cpuNanos() < since.cpuNanos() || !now.at().isAfter(since.at())) {
            return Optional.empty();
        }
        double seconds =
                (double) Duration.between(since.at(), now.at()).toNanos() / NANOS_PER_SECOND;
        long rate = Math.round((now.cpuNanos() - since.cpuNanos()) / seconds);
        return Optional.of(new Usage(rate, now.memoryBytes()));
    }
}
