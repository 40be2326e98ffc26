package io.pinisi.federation.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class CronPlannerTest {
    private static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");

    private static ObjectNode cron(String rules, String histories) {
        return Yaml.parse(
                        "{spec: {rules: [%s]}, status: {executionHistories: [%s]}}"
                                .formatted(rules, histories))
                .getFirst();
    }

    private static String announced(String rule, String time) {
        return "{ruleName: %s, nextExecutionTime: '%s'}".formatted(rule, time);
    }

    @Test
    void aNewRuleWaitsForItsNextTime() {
        CronPlanner.Plan plan =
                CronPlanner.plan(
                        cron("{name: up, schedule: '30 8 * * *', targetReplicas: 5}", ""), NOON);
        assertTrue(plan.due().isEmpty());
        assertEquals(Map.of("up", Instant.parse("2026-03-11T08:30:00Z")), plan.next());
    }

    @Test
    void timesAreThoseOfTheRulesZone() {
        CronPlanner.Plan plan =
                CronPlanner.plan(
                        cron("{name: up, schedule: '0 20 * * *', timeZone: Asia/Jakarta}", ""),
                        NOON);
        assertEquals(Instant.parse("2026-03-10T13:00:00Z"), plan.next().get("up"));
    }

    @Test
    void whatCameDueWhileTheHubWasAwayIsMadeUpForOnceInOrder() {
        String rules =
                """
                {name: night, schedule: '0 22 * * *', targetReplicas: 1},
                {name: day, schedule: '0 8 * * *', targetReplicas: 9}
                """;
        String histories =
                announced("day", "2026-03-08T08:00:00Z")
                        + ","
                        + announced("night", "2026-03-07T22:00:00Z");
        CronPlanner.Plan plan = CronPlanner.plan(cron(rules, histories), NOON);
        assertEquals(
                List.of("night 2026-03-09T22:00:00Z", "day 2026-03-10T08:00:00Z"),
                plan.due().stream().map(due -> due.rule().name() + " " + due.scheduled()).toList());
        assertEquals(Instant.parse("2026-03-10T22:00:00Z"), plan.soonest().orElseThrow());
    }

    @Test
    void aChangedScheduleDoesNotActForTheOldOne() {
        CronPlanner.Plan plan =
                CronPlanner.plan(
                        cron(
                                "{name: up, schedule: '0 18 * * *', targetReplicas: 5}",
                                announced("up", "2026-03-10T11:00:00Z")),
                        NOON);
        assertTrue(plan.due().isEmpty());
        assertEquals(Instant.parse("2026-03-10T18:00:00Z"), plan.next().get("up"));
    }

    @Test
    void aSuspendedRuleHasNoNextTime() {
        CronPlanner.Plan plan =
                CronPlanner.plan(
                        cron(
                                "{name: up, schedule: '0 8 * * *', suspend: true}",
                                announced("up", "2026-03-10T08:00:00Z")),
                        NOON);
        assertTrue(plan.due().isEmpty() && plan.next().isEmpty());
    }

    @Test
    void historyIsTheNewestFirstAndNoLongerThanItsLimit() {
        ObjectNode cron =
                cron(
                        "{name: up, schedule: '0 12 * * *', targetReplicas: 5,"
                                + " successfulHistoryLimit: 2}",
                        """
                        {ruleName: up, nextExecutionTime: '2026-03-10T12:00:00Z',
                         successfulExecutions: [
                           {scheduleTime: '2026-03-09T12:00:00Z', executionTime: x},
                           {scheduleTime: '2026-03-08T12:00:00Z', executionTime: x}]},
                        {ruleName: gone, nextExecutionTime: '2026-03-10T12:00:00Z'}
                        """);
        CronPlanner.Plan plan = CronPlanner.plan(cron, NOON);
        List<CronHistory.Execution> executions =
                plan.due().stream().map(due -> new CronHistory.Execution(due, NOON, "")).toList();
        ObjectNode status = CronHistory.status(cron, plan, executions);
        JsonNode history = status.at("/executionHistories/0");
        assertEquals(1, status.path("executionHistories").size());
        assertEquals(2, history.path("successfulExecutions").size());
        assertEquals(5, history.at("/successfulExecutions/0/appliedReplicas").asInt());
        assertEquals(
                "2026-03-09T12:00:00Z",
                history.at("/successfulExecutions/1/scheduleTime").asString());
        assertEquals("2026-03-11T12:00:00Z", history.path("nextExecutionTime").asString());
        assertFalse(history.has("failedExecutions"));
    }

    @Test
    void aFailureIsKeptWithItsReason() {
        ObjectNode cron =
                cron(
                        "{name: up, schedule: '@every 1h', targetReplicas: 5}",
                        announced("up", "2026-03-10T11:59:00Z"));
        CronPlanner.Plan plan = CronPlanner.plan(cron, NOON);
        ObjectNode status =
                CronHistory.status(
                        cron,
                        plan,
                        List.of(new CronHistory.Execution(plan.due().getFirst(), NOON, "no web")));
        assertEquals(
                "no web", status.at("/executionHistories/0/failedExecutions/0/message").asString());
        assertEquals(
                "2026-03-10T13:00:00Z",
                status.at("/executionHistories/0/nextExecutionTime").asString());
    }
}
