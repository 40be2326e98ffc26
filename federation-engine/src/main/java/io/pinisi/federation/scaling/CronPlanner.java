package io.pinisi.federation.scaling;

import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says which rules of a CronFederatedHPA are due, and when the others are. Pure. */
final class CronPlanner {
    /** Further than so many times nobody looks for the last one. */
    private static final int MOST_STEPS = 10_000;

    private CronPlanner() {}

    /** A rule whose time has come; the time is the last one that was missed. */
    record Due(CronRule rule, Instant scheduled) {}

    /**
     * @param due in the order of their times, so that the latest has the last word
     * @param next by name of rule; suspended ones have none
     */
    record Plan(List<CronRule> rules, List<Due> due, Map<String, Instant> next) {
        Plan {
            rules = List.copyOf(rules);
            due = List.copyOf(due);
            next = Map.copyOf(next);
        }

        Optional<Instant> soonest() {
            return next.values().stream().min(Comparator.naturalOrder());
        }
    }

    static Plan plan(ObjectNode cron, Instant now) {
        List<CronRule> rules = new ArrayList<>();
        cron.path("spec").path("rules").forEach(rule -> rules.add(CronRule.of(rule)));
        List<Due> due = new ArrayList<>();
        Map<String, Instant> next = new TreeMap<>();
        for (CronRule rule : rules) {
            if (rule.suspended()) {
                continue;
            }
            Instant expected = expected(cron, rule, now);
            if (expected != null && !expected.isAfter(now)) {
                due.add(new Due(rule, latest(rule, expected, now)));
            }
            if (expected != null && expected.isAfter(now)) {
                next.put(rule.name(), expected);
            } else {
                rule.next(now).ifPresent(moment -> next.put(rule.name(), moment));
            }
        }
        due.sort(Comparator.comparing(Due::scheduled));
        return new Plan(rules, due, next);
    }

    /** What was announced counts, unless the schedule was changed since. */
    private static @Nullable Instant expected(ObjectNode cron, CronRule rule, Instant now) {
        for (JsonNode history : cron.path("status").path("executionHistories")) {
            String time = Json.text(history, "nextExecutionTime");
            if (time != null && history.path("ruleName").asString("").equals(rule.name())) {
                Instant announced = Instant.parse(time);
                return rule.meets(announced, now) ? announced : null;
            }
        }
        return null;
    }

    /** Of a long standstill only the last time is made up for. */
    private static Instant latest(CronRule rule, Instant first, Instant now) {
        Instant latest = first;
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            Optional<Instant> next = rule.next(latest).filter(moment -> !moment.isAfter(now));
            if (next.isEmpty()) {
                break;
            }
            latest = next.get();
        }
        return latest;
    }
}
