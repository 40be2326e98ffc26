package io.pinisi.federation.membership;

import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.federation.placement.Taint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The taints of a cluster that follow from its health: one that keeps new objects away, and one
 * that drives away what is there, with the time from which tolerations count. Pure.
 */
final class ConditionTaints {
    private static final String NOT_READY = "cluster.karmada.io/not-ready";
    private static final String UNREACHABLE = "cluster.karmada.io/unreachable";

    private ConditionTaints() {}

    /** The cluster's next taints; empty where they are right as they are, or nothing is known. */
    static Optional<ArrayNode> next(ObjectNode cluster, HealthJudge.Verdict verdict, Instant now) {
        String key = verdict.isReady() ? "" : key(verdict);
        if (verdict.status().equals("Unknown")) {
            return Optional.empty();
        }
        JsonNode before = cluster.path("spec").path("taints");
        ArrayNode taints = Json.mapper().createArrayNode();
        before.forEach(
                taint -> {
                    String found = taint.path("key").asString("");
                    if (found.equals(key) || !isOurs(found)) {
                        taints.add(taint);
                    }
                });
        if (!key.isEmpty() && !has(taints, key)) {
            for (String effect : List.of(Taint.NO_SCHEDULE, Taint.NO_EXECUTE)) {
                taints.addObject()
                        .put("key", key)
                        .put("effect", effect)
                        .put("timeAdded", since(before, now));
            }
        }
        return sameAs(before, taints) ? Optional.empty() : Optional.of(taints);
    }

    private static String key(HealthJudge.Verdict verdict) {
        return verdict.reason().equals(HealthJudge.NOT_REACHABLE) ? UNREACHABLE : NOT_READY;
    }

    private static boolean isOurs(String key) {
        return key.equals(NOT_READY) || key.equals(UNREACHABLE);
    }

    private static boolean has(JsonNode taints, String key) {
        return taints.valueStream().anyMatch(one -> one.path("key").asString("").equals(key));
    }

    /** A cluster that is ill in another way now is not ill for a shorter time. */
    private static String since(JsonNode before, Instant now) {
        return before.valueStream()
                .filter(taint -> isOurs(taint.path("key").asString("")))
                .map(taint -> taint.path("timeAdded").asString(""))
                .filter(text -> !text.isEmpty())
                .min(String::compareTo)
                .orElse(Timestamps.seconds(now));
    }

    private static boolean sameAs(JsonNode before, ArrayNode after) {
        return before.isEmpty() ? after.isEmpty() : before.equals(after);
    }
}
