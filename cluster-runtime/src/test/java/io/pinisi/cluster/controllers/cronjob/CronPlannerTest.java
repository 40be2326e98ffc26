package io.pinisi.cluster.controllers.cronjob;

import static io.pinisi.cluster.controllers.testing.ControllerBench.tree;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.pinisi.cluster.controllers.job.JobView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CronPlannerTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

    private static CronJobView cron(String fields) {
        return new CronJobView(
                tree(
                        "{'metadata': {'name': 'c', 'uid': 'u', 'creationTimestamp':"
                                + " '2026-01-01T00:00:00Z'}, 'spec': {"
                                + fields
                                + "}}"));
    }

    private static JobView job(String name, String created, String condition) {
        return new JobView(
                tree(
                        "{'metadata': {'name': '%s', 'creationTimestamp': '%s'}, 'status': {'conditions': [{'type': '%s', 'status': 'True'}]}}"
                                .formatted(name, created, condition)));
    }

    private static CronPlan plan(CronJobView cron, Duration later, JobView... jobs) {
        return CronPlanner.plan(cron, List.of(jobs), MIDNIGHT.plus(later));
    }

    private static String reason(CronPlan plan) {
        return Objects.requireNonNull(plan.told()).reason();
    }

    @Test
    void beginsTheLatestTimeThatHasComeAndWaitsForTheNext() {
        CronPlan plan = plan(cron("'schedule': '*/10 * * * *'"), Duration.ofMinutes(25));
        assertEquals(MIDNIGHT.plus(Duration.ofMinutes(20)), plan.begin());
        assertEquals(Optional.of(Duration.ofMinutes(5)), plan.revisit());
    }

    @Test
    void nothingIsDueBeforeTheFirstTime() {
        CronPlan plan = plan(cron("'schedule': '@daily'"), Duration.ofHours(3));
        assertNull(plan.begin());
        assertEquals(Optional.of(Duration.ofHours(21)), plan.revisit());
    }

    @Test
    void followsTheTimeZone() {
        CronJobView cron = cron("'schedule': '0 12 * * *', 'timeZone': 'Asia/Jakarta'");
        assertEquals(
                Instant.parse("2026-01-01T05:00:00Z"), plan(cron, Duration.ofHours(6)).begin());
    }

    @Test
    void aTimeThatIsTooLateIsMissed() {
        CronJobView cron = cron("'schedule': '0 * * * *', 'startingDeadlineSeconds': 60");
        assertNull(plan(cron, Duration.ofMinutes(90)).begin());
        assertEquals(
                MIDNIGHT.plus(Duration.ofHours(1)), plan(cron, Duration.ofSeconds(3630)).begin());
    }

    @Test
    void aRunningJobHoldsBackOrIsReplaced() {
        JobView running = job("old", "2026-01-01T00:00:00Z", "Suspended");
        CronPlan forbidden =
                plan(
                        cron("'schedule': '@hourly', 'concurrencyPolicy': 'Forbid'"),
                        Duration.ofHours(1),
                        running);
        assertNull(forbidden.begin());
        assertEquals("JobAlreadyActive", reason(forbidden));
        CronPlan replaced =
                plan(
                        cron("'schedule': '@hourly', 'concurrencyPolicy': 'Replace'"),
                        Duration.ofHours(1),
                        running);
        assertEquals(List.of(running), replaced.replace());
        assertEquals(MIDNIGHT.plus(Duration.ofHours(1)), replaced.begin());
        assertEquals(
                List.of(),
                plan(cron("'schedule': '@hourly'"), Duration.ofHours(1), running).replace());
    }

    @Test
    void keepsAsMuchHistoryAsAsked() {
        JobView oldest = job("a", "2026-01-01T00:01:00Z", "Complete");
        JobView newer = job("b", "2026-01-01T00:02:00Z", "Complete");
        JobView failed = job("c", "2026-01-01T00:03:00Z", "Failed");
        CronPlan plan =
                plan(
                        cron(
                                "'schedule': '@daily', 'suspend': true,"
                                        + " 'successfulJobsHistoryLimit': 1,"
                                        + " 'failedJobsHistoryLimit': 0"),
                        Duration.ofDays(2),
                        newer,
                        oldest,
                        failed);
        assertEquals(List.of(oldest, failed), plan.forget());
        assertNull(plan.begin());
        assertEquals(Optional.empty(), plan.revisit());
    }

    @Test
    void aLongStandstillIsToldAndOnlyTheLastTimeBegins() {
        CronPlan plan = plan(cron("'schedule': '* * * * *'"), Duration.ofDays(30));
        assertEquals(MIDNIGHT.plus(Duration.ofDays(30)), plan.begin());
        assertEquals("TooManyMissedTimes", reason(plan));
    }

    @Test
    void aScheduleThatNobodyUnderstandsIsTold() {
        assertEquals("UnparseableSchedule", reason(plan(cron("'schedule': 'x'"), Duration.ZERO)));
    }
}
