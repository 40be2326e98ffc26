package io.pinisi.cluster.history;

import java.time.Duration;
import java.util.Set;

/**
 * How long what is kept.
 *
 * @param retention how long a state is kept after it ended
 * @param workingRetention how long the log itself keeps what was superseded, for watches and pages
 *     under way
 * @param omitted resources whose states say nothing that lasts
 * @param compactEvery between two compactions of the log
 * @param forgetEvery between two passes of the retention
 */
public record HistoryPolicy(
        Duration retention,
        Duration workingRetention,
        Set<String> omitted,
        Duration compactEvery,
        Duration forgetEvery) {
    /** A year, as PCI DSS 10.5.1 asks of audit trails; five minutes of log, as Kubernetes has. */
    public static final HistoryPolicy STANDARD =
            new HistoryPolicy(
                    Duration.ofDays(365),
                    Duration.ofMinutes(5),
                    Set.of("leases.coordination.k8s.io", "events", "events.events.k8s.io"),
                    Duration.ofMinutes(1),
                    Duration.ofHours(1));

    public HistoryPolicy {
        omitted = Set.copyOf(omitted);
    }

    public HistoryPolicy withRetention(Duration other) {
        return new HistoryPolicy(other, workingRetention, omitted, compactEvery, forgetEvery);
    }
}
