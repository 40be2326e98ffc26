package io.pinisi.cluster.controllers.disruption;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Computes the status of a budget. Pure. */
final class BudgetPlanner {
    /** An allowed eviction that is not seen by then is taken back. */
    static final Duration EVICTION_SEEN_WITHIN = Duration.ofMinutes(2);

    private static final String ALLOWED = "DisruptionAllowed";

    private BudgetPlanner() {}

    /**
     * What follows for one budget.
     *
     * @param unkept pods whose eviction was allowed and never came
     * @param revisit when an allowed eviction lapses
     */
    record Plan(ObjectNode status, List<PodView> unkept, Optional<Duration> revisit) {}

    /**
     * @param scale how many pods those that control them want together
     */
    static Plan plan(BudgetView budget, List<PodView> pods, int scale, Instant now) {
        Map<String, Instant> disrupted = new LinkedHashMap<>();
        List<PodView> unkept = new ArrayList<>();
        Map<String, Instant> allowed = budget.disrupted();
        for (PodView pod : pods) {
            Instant since = allowed.get(pod.metadata().name());
            if (since == null || pod.metadata().isDeleting()) {
                continue;
            }
            if (since.plus(EVICTION_SEEN_WITHIN).isAfter(now)) {
                disrupted.put(pod.metadata().name(), since);
            } else {
                unkept.add(pod);
            }
        }
        int healthy = healthy(pods, disrupted);
        int expected = budget.asksForScale() ? scale : pods.size();
        int desired = desired(budget, expected);
        int disruptions = expected <= 0 ? 0 : Math.max(0, healthy - desired);
        ObjectNode status = status(budget, now, Math.max(0, disruptions));
        status.put("currentHealthy", healthy);
        status.put("desiredHealthy", desired);
        status.put("expectedPods", expected);
        if (!disrupted.isEmpty()) {
            ObjectNode map = status.putObject("disruptedPods");
            disrupted.forEach((pod, since) -> map.put(pod, Timestamps.seconds(since)));
        }
        Optional<Duration> revisit =
                disrupted.values().stream()
                        .map(since -> Duration.between(now, since.plus(EVICTION_SEEN_WITHIN)))
                        .min(Duration::compareTo);
        return new Plan(status, unkept, revisit);
    }

    private static int healthy(List<PodView> pods, Map<String, Instant> disrupted) {
        return Math.toIntExact(
                pods.stream()
                        .filter(pod -> !pod.metadata().isDeleting())
                        .filter(pod -> !disrupted.containsKey(pod.metadata().name()))
                        .filter(PodView::isReady)
                        .count());
    }

    private static int desired(BudgetView budget, int expected) {
        if (budget.maxUnavailable().isPresent()) {
            return Math.max(0, expected - budget.maxUnavailable().get().upOf(expected));
        }
        return budget.minAvailable().map(amount -> amount.upOf(expected)).orElse(0);
    }

    private static ObjectNode status(BudgetView budget, Instant now, int disruptions) {
        ObjectNode status = Json.object();
        status.put("observedGeneration", budget.metadata().generation());
        status.put("disruptionsAllowed", disruptions);
        JsonNode conditions = budget.status().get("conditions");
        if (conditions != null) {
            status.set("conditions", conditions.deepCopy());
        }
        boolean isAllowed = disruptions > 0;
        set(
                budget,
                status,
                Condition.of(
                        ALLOWED, isAllowed, isAllowed ? "SufficientPods" : "InsufficientPods", ""),
                now);
        return status;
    }

    private static void set(
            BudgetView budget, ObjectNode status, Condition condition, Instant now) {
        Conditions.set(status, condition, now)
                .put("message", condition.message())
                .put("observedGeneration", budget.metadata().generation());
    }

    /** A budget that cannot be reckoned allows nothing, and says why. */
    static ObjectNode failed(BudgetView budget, String why, Instant now) {
        ObjectNode status =
                budget.status() instanceof ObjectNode present ? present.deepCopy() : Json.object();
        status.put("observedGeneration", budget.metadata().generation());
        status.put("disruptionsAllowed", 0);
        set(budget, status, Condition.of(ALLOWED, false, "SyncFailed", why), now);
        return status;
    }
}
