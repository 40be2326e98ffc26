package io.pinisi.cluster.controllers.autoscaling;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What the metrics API says of one metric.
 *
 * @see UsageReader
 */
sealed interface Usages {
    /** By name of pod. */
    record Known(Map<String, Reading> pods) implements Usages {
        public Known {
            pods = Map.copyOf(pods);
        }
    }

    /** Nothing, and why. */
    record Unknown(String why) implements Usages {}

    /** What one pod used over a window that ended at a moment, in thousandths. */
    record Reading(long milli, Instant at, Duration window) {}
}
