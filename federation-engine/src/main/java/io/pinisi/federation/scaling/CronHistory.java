package io.pinisi.federation.scaling;

import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.scaling.CronPlanner.Due;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the rules of a CronFederatedHPA did, the newest first, and when they do it next. Pure. */
final class CronHistory {
    private CronHistory() {}

    /**
     * @param problem why it failed, or empty
     */
    record Execution(Due due, Instant at, String problem) {}

    /** The next status; rules that are gone lose their history. */
    static ObjectNode status(ObjectNode cron, CronPlanner.Plan plan, List<Execution> executions) {
        ObjectNode status = Json.object();
        if (plan.rules().isEmpty()) {
            return status;
        }
        ArrayNode histories = status.putArray("executionHistories");
        for (CronRule rule : plan.rules()) {
            ObjectNode history = histories.addObject().put("ruleName", rule.name());
            Instant next = plan.next().get(rule.name());
            if (next != null) {
                history.put("nextExecutionTime", Timestamps.seconds(next));
            }
            JsonNode before = before(cron, rule.name());
            List<Execution> own =
                    executions.stream().filter(one -> one.due().rule().equals(rule)).toList();
            append(history, "successfulExecutions", before, own, rule.successes());
            append(history, "failedExecutions", before, own, rule.failures());
        }
        return status;
    }

    private static JsonNode before(ObjectNode cron, String rule) {
        for (JsonNode history : cron.path("status").path("executionHistories")) {
            if (history.path("ruleName").asString("").equals(rule)) {
                return history;
            }
        }
        return Json.object();
    }

    private static void append(
            ObjectNode history, String list, JsonNode before, List<Execution> own, int limit) {
        boolean failed = list.equals("failedExecutions");
        ArrayNode entries = Json.mapper().createArrayNode();
        own.reversed().stream()
                .filter(one -> failed != one.problem().isEmpty())
                .forEach(one -> entries.add(entry(one)));
        before.path(list).forEach(entries::add);
        while (entries.size() > limit) {
            entries.remove(entries.size() - 1);
        }
        if (!entries.isEmpty()) {
            history.set(list, entries);
        }
    }

    private static ObjectNode entry(Execution execution) {
        ObjectNode entry = Json.object();
        entry.put("scheduleTime", Timestamps.seconds(execution.due().scheduled()));
        entry.put("executionTime", Timestamps.seconds(execution.at()));
        if (!execution.problem().isEmpty()) {
            return entry.put("message", execution.problem());
        }
        CronRule rule = execution.due().rule();
        put(entry, "appliedReplicas", rule.replicas());
        put(entry, "appliedMinReplicas", rule.least());
        put(entry, "appliedMaxReplicas", rule.most());
        return entry;
    }

    private static void put(ObjectNode entry, String field, OptionalInt value) {
        value.ifPresent(number -> entry.put(field, number));
    }
}
