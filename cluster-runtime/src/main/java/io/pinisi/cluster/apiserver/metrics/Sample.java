package io.pinisi.cluster.apiserver.metrics;

import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one node's containers had used at one moment.
 *
 * @param at when it was asked for
 */
record Sample(Instant at, Map<ContainerKey, Counter> counters) {
    Sample {
        counters = Map.copyOf(counters);
    }

    /** A container by the uid of its pod and its name there. */
    record ContainerKey(String podUid, String name) {}

    /** What a container has used since it began, in nanoseconds of one core, and holds now. */
    record Counter(Instant at, long cpuNanos, long memoryBytes) {}

    /**
     * Reads a kubelet's summary. Containers that ended are told of without a count; of two attempts
     * at one container the later count is meant.
     *
     * @param most how many containers are kept
     */
    static Sample of(JsonNode summary, Instant at, int most) {
        Map<ContainerKey, Counter> counters = new HashMap<>();
        for (JsonNode pod : summary.path("pods")) {
            String uid = pod.path("podRef").path("uid").asString("");
            for (JsonNode container : pod.path("containers")) {
                Counter counter = counter(container);
                if (counter != null && counters.size() < most) {
                    counters.merge(
                            new ContainerKey(uid, container.path("name").asString("")),
                            counter,
                            (one, other) -> one.at().isBefore(other.at()) ? other : one);
                }
            }
        }
        return new Sample(at, counters);
    }

    private static @Nullable Counter counter(JsonNode container) {
        String time = Json.text(container, "cpu", "time");
        if (time == null) {
            return null;
        }
        try {
            Instant at = Instant.parse(time);
            return at.getEpochSecond() <= 0
                    ? null
                    : new Counter(
                            at,
                            container.path("cpu").path("usageCoreNanoSeconds").asLong(0),
                            container.path("memory").path("workingSetBytes").asLong(0));
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
