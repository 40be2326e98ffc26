package io.pinisi.cluster.controllers.cronjob;

import io.pinisi.cluster.controllers.job.JobView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one pass over a cron job does.
 *
 * @param begin the time to begin a job for, or null
 * @param replace running jobs that must make room before
 * @param forget finished jobs beyond the history that is kept
 * @param told null where there is nothing to tell
 * @param revisit when the next time comes
 */
record CronPlan(
        @Nullable Instant begin,
        List<JobView> replace,
        List<JobView> forget,
        @Nullable Told told,
        Optional<Duration> revisit) {

    CronPlan {
        replace = List.copyOf(replace);
        forget = List.copyOf(forget);
    }

    /** Something that people are told. */
    record Told(boolean isWarning, String reason, String message) {}
}
