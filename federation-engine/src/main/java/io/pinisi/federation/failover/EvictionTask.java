package io.pinisi.federation.failover;

import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A copy that is to go, in the words of a ResourceBinding's {@code gracefulEvictionTasks}.
 *
 * @param replicas its share; empty for kinds without replicas
 * @param graceSeconds after which it goes although the new copies are not healthy
 */
public record EvictionTask(
        String fromCluster,
        OptionalInt replicas,
        Reason reason,
        String message,
        long graceSeconds,
        Instant created) {
    private static final String PRODUCER = "pinisi-federation";

    /** Why. */
    public enum Reason {
        /** The cluster has a taint that the policy does not tolerate, or not any longer. */
        TAINT_UNTOLERATED("TaintUntolerated"),
        /** The cluster that the object had fled from came back in time. */
        FAILOVER_REVERTED("FailoverReverted");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        static Reason of(String text) {
            return text.equals(FAILOVER_REVERTED.text) ? FAILOVER_REVERTED : TAINT_UNTOLERATED;
        }
    }

    boolean isOverdue(Instant now) {
        return !now.isBefore(created.plusSeconds(graceSeconds));
    }

    public static List<EvictionTask> of(JsonNode spec) {
        List<EvictionTask> tasks = new ArrayList<>();
        for (JsonNode task : spec.path("gracefulEvictionTasks")) {
            tasks.add(
                    new EvictionTask(
                            task.path("fromCluster").asString(""),
                            task.has("replicas")
                                    ? OptionalInt.of(task.path("replicas").asInt(0))
                                    : OptionalInt.empty(),
                            Reason.of(task.path("reason").asString("")),
                            task.path("message").asString(""),
                            task.path("gracePeriodSeconds").asLong(0),
                            time(task.path("creationTimestamp").asString(""))));
        }
        return tasks;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    public static void write(List<EvictionTask> tasks, ObjectNode spec) {
        if (tasks.isEmpty()) {
            return;
        }
        ArrayNode list = spec.putArray("gracefulEvictionTasks");
        for (EvictionTask task : tasks) {
            ObjectNode item = Json.object().put("fromCluster", task.fromCluster());
            item.put("purgeMode", "Gracefully");
            task.replicas().ifPresent(replicas -> item.put("replicas", replicas));
            item.put("reason", task.reason().text).put("message", task.message());
            item.put("producer", PRODUCER);
            item.put("gracePeriodSeconds", task.graceSeconds());
            item.put("creationTimestamp", Timestamps.seconds(task.created()));
            list.add(item);
        }
    }
}
