package io.pinisi.cluster.apiserver.metrics;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was used between two samples, by container.
 *
 * @param at the end of the window
 */
record Measured(Instant at, Duration window, SortedMap<String, Usage> containers) {
    Measured {
        containers = Collections.unmodifiableSortedMap(new TreeMap<>(containers));
    }

    /** CPU in billionths of a core, memory in bytes. */
    record Usage(long cpuNanos, long memoryBytes) {
        static final Usage NONE = new Usage(0, 0);

        Usage plus(Usage other) {
            return new Usage(cpuNanos + other.cpuNanos, memoryBytes + other.memoryBytes);
        }

        ObjectNode tree() {
            return Json.object()
                    .put("cpu", cpu().toString())
                    .put(
                            "memory",
                            new Quantity(BigDecimal.valueOf(memoryBytes), Quantity.Format.BINARY)
                                    .toString());
        }

        private Quantity cpu() {
            return new Quantity(BigDecimal.valueOf(cpuNanos, 9), Quantity.Format.DECIMAL);
        }
    }

    Usage total() {
        return containers.values().stream().reduce(Usage.NONE, Usage::plus);
    }

    /** The window as Go writes durations: {@code 15.03s}, {@code 1m5s}. */
    String windowText() {
        BigDecimal seconds = BigDecimal.valueOf(window.toMillis() % 60_000, 3).stripTrailingZeros();
        long minutes = window.toMinutes();
        return (minutes == 0 ? "" : minutes + "m") + seconds.toPlainString() + "s";
    }
}
