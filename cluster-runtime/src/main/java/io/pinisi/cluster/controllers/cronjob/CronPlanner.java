package io.pinisi.cluster.controllers.cronjob;

import io.pinisi.cluster.controllers.cronjob.CronPlan.Told;
import io.pinisi.cluster.controllers.job.JobView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a job is due and which finished ones are kept. Pure. */
final class CronPlanner {
    private static final int SUCCESSES_KEPT = 3;
    private static final int FAILURES_KEPT = 1;

    private static final Comparator<JobView> OLDEST_FIRST =
            Comparator.comparing(
                            (JobView job) ->
                                    Objects.requireNonNullElse(
                                            job.metadata().creationTimestamp(), Instant.EPOCH))
                    .thenComparing(job -> job.metadata().name());

    private CronPlanner() {}

    static CronPlan plan(CronJobView cron, List<JobView> jobs, Instant now) {
        List<JobView> forget = superfluous(cron, jobs);
        if (cron.metadata().isDeleting() || cron.isSuspended()) {
            return idle(forget, null, Optional.empty());
        }
        Timetable timetable;
        try {
            timetable = Timetable.of(cron);
        } catch (IllegalArgumentException e) {
            String message = "invalid schedule: " + cron.schedule() + " : " + e.getMessage();
            return idle(forget, new Told(true, "UnparseableSchedule", message), Optional.empty());
        }
        Optional<Duration> next = timetable.untilNext(now);
        Timetable.Due due = timetable.due(cron, now);
        Told told = due.isMany() ? tooMany() : null;
        if (due.latest() == null) {
            return idle(forget, told, next);
        }
        return begin(cron, jobs, due.latest(), now, idle(forget, told, next));
    }

    private static CronPlan idle(
            List<JobView> forget, @Nullable Told told, Optional<Duration> next) {
        return new CronPlan(null, List.of(), forget, told, next);
    }

    private static Told tooMany() {
        return new Told(
                true,
                "TooManyMissedTimes",
                "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or"
                        + " check clock skew");
    }

    private static CronPlan begin(
            CronJobView cron, List<JobView> jobs, Instant time, Instant now, CronPlan idle) {
        boolean late = cron.startingDeadline().filter(d -> time.plus(d).isBefore(now)).isPresent();
        if (late) {
            String message = "Missed scheduled time to start a job: " + time;
            Told told = new Told(true, "MissSchedule", message);
            return new CronPlan(null, List.of(), idle.forget(), told, idle.revisit());
        }
        List<JobView> running = jobs.stream().filter(job -> !job.isFinished()).toList();
        if (!running.isEmpty() && cron.concurrency() == CronJobView.Concurrency.FORBID) {
            Told told =
                    new Told(
                            false,
                            "JobAlreadyActive",
                            "Not starting job because prior execution is running and concurrency"
                                    + " policy is Forbid");
            return new CronPlan(null, List.of(), idle.forget(), told, idle.revisit());
        }
        boolean replaces = cron.concurrency() == CronJobView.Concurrency.REPLACE;
        return new CronPlan(
                time, replaces ? running : List.of(), idle.forget(), idle.told(), idle.revisit());
    }

    private static List<JobView> superfluous(CronJobView cron, List<JobView> jobs) {
        List<JobView> succeeded = new ArrayList<>();
        List<JobView> failed = new ArrayList<>();
        for (JobView job : jobs) {
            if (job.isFinished() && !job.metadata().isDeleting()) {
                (job.hasSucceeded() ? succeeded : failed).add(job);
            }
        }
        List<JobView> forget = new ArrayList<>();
        forget.addAll(
                oldest(succeeded, cron.historyLimit("successfulJobsHistoryLimit", SUCCESSES_KEPT)));
        forget.addAll(oldest(failed, cron.historyLimit("failedJobsHistoryLimit", FAILURES_KEPT)));
        return forget;
    }

    private static List<JobView> oldest(List<JobView> jobs, int kept) {
        return jobs.stream().sorted(OLDEST_FIRST).limit(Math.max(0, jobs.size() - kept)).toList();
    }
}
