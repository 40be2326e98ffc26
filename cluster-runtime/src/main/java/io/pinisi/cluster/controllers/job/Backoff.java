package io.pinisi.cluster.controllers.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How long a job waits after failures: ten seconds, then twice as long each time. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private Backoff() {}

    /** The rest of the wait after the failures since the last success; zero where there is none. */
    static Duration remaining(List<JobPod> pods, Instant now) {
        Instant success =
                pods.stream()
                        .filter(JobPod::hasSucceeded)
                        .map(JobPod::endedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(Instant.MIN);
        List<Instant> failures =
                pods.stream()
                        .filter(pod -> pod.view().phase().equals("Failed"))
                        .map(JobPod::endedAt)
                        .filter(end -> end.isAfter(success))
                        .toList();
        Optional<Instant> last = failures.stream().max(Comparator.naturalOrder());
        return last.map(end -> remaining(failures.size(), end, now)).orElse(Duration.ZERO);
    }

    static Duration remaining(int failures, Instant last, Instant now) {
        if (failures == 0) {
            return Duration.ZERO;
        }
        int doublings = Math.min(failures - 1, 10);
        Duration wait = FIRST.multipliedBy(1L << doublings);
        Duration limited = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        Duration rest = Duration.between(now, last.plus(limited));
        return rest.isNegative() ? Duration.ZERO : rest;
    }
}
