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
 * A copy that is to go, in the words of a ResourceBinding's {@code gracefulEvictionTasks}. In a
 * cluster that keeps the object it is only some replicas that are to go.
 *
 * @param replicas its share, or what it has beyond it; empty for kinds without replicas
 * @param graceSeconds after which it goes although the new copies are not healthy
 * @param purge {@code NEVER} for a copy that only a person takes away, in the cluster itself
 */
public record EvictionTask(
        String fromCluster,
        OptionalInt replicas,
        Reason reason,
        String message,
        long graceSeconds,
        Purge purge,
        Instant created) {
    private static final String PRODUCER = "pinisi-federation";

    /** How it goes. */
    public enum Purge {
        GRACEFULLY("Gracefully"),
        NEVER("Never");

        private final String text;

        Purge(String text) {
            this.text = text;
        }
    }

    /** Why. */
    public enum Reason {
        /** The cluster has a taint that the policy does not tolerate, or not any longer. */
        TAINT_UNTOLERATED("TaintUntolerated"),
        /** The cluster that the object had fled from came back in time. */
        FAILOVER_REVERTED("FailoverReverted"),
        /** Policies, labels or weights have it elsewhere, where it was not yet seen healthy. */
        PLACEMENT_CHANGED("PlacementChanged"),
        /** Fewer clusters are to have it, and of those that remain not all have it healthy. */
        PLACEMENT_NARROWED("PlacementNarrowed"),
        /** Somebody had the object placed anew. */
        REBALANCED("Rebalanced"),
        /** Its replicas found no node in the cluster. */
        DESCHEDULED("Descheduled"),
        /** The application did not get well in the cluster. */
        APPLICATION_FAILURE("ApplicationFailure");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        static Reason of(String text) {
            for (Reason reason : values()) {
                if (reason.text.equals(text)) {
                    return reason;
                }
            }
            return TAINT_UNTOLERATED;
        }
    }

    EvictionTask withReplicas(int others) {
        return new EvictionTask(
                fromCluster, OptionalInt.of(others), reason, message, graceSeconds, purge, created);
    }

    /** Whether nothing happened to the object where it is: it is only wanted elsewhere. */
    public boolean isPlanned() {
        return reason == Reason.PLACEMENT_CHANGED || reason == Reason.PLACEMENT_NARROWED;
    }

    /** Whether another copy takes its place, so that letting it go is a move. */
    public boolean isMove() {
        return reason != Reason.PLACEMENT_NARROWED;
    }

    boolean isOverdue(Instant now) {
        return purge == Purge.GRACEFULLY && !now.isBefore(created.plusSeconds(graceSeconds));
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
                            task.path("suppressDeletion").asBoolean(false)
                                    ? Purge.NEVER
                                    : Purge.GRACEFULLY,
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
            item.put("purgeMode", task.purge().text);
            task.replicas().ifPresent(replicas -> item.put("replicas", replicas));
            item.put("reason", task.reason().text).put("message", task.message());
            item.put("producer", PRODUCER);
            if (task.purge() == Purge.NEVER) {
                item.put("suppressDeletion", true);
            } else {
                item.put("gracePeriodSeconds", task.graceSeconds());
            }
            item.put("creationTimestamp", Timestamps.seconds(task.created()));
            list.add(item);
        }
    }
}
