package io.pinisi.cluster.controllers.deployment;

import static io.pinisi.cluster.controllers.deployment.DeploymentConditions.progressing;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Computes a deployment's status from its sets. Pure. */
final class RolloutStatus {
    private RolloutStatus() {}

    /**
     * The counts and the Available condition.
     *
     * @param conditions the conditions so far, as this pass has left them
     */
    static ObjectNode counts(Rollout rollout, JsonNode conditions, int collisions, Instant now) {
        DeploymentView deployment = rollout.deployment();
        ReplicaSetView current = rollout.current();
        int available = rollout.sum(ReplicaSetView::available);
        int actual = rollout.sum(ReplicaSetView::actual);
        ObjectNode status = Json.object();
        status.put("observedGeneration", deployment.metadata().generation());
        put(status, "replicas", actual);
        put(status, "updatedReplicas", current == null ? 0 : current.actual());
        put(status, "readyReplicas", rollout.sum(ReplicaSetView::ready));
        put(status, "availableReplicas", available);
        put(status, "unavailableReplicas", Math.max(0, actual - available));
        if (collisions > 0) {
            status.put("collisionCount", collisions);
        }
        if (conditions.isArray() && !conditions.isEmpty()) {
            status.set("conditions", conditions.deepCopy());
        }
        boolean enough = available >= deployment.replicas() - deployment.maxUnavailable();
        DeploymentConditions.set(
                status,
                Condition.of(
                        DeploymentConditions.AVAILABLE,
                        enough,
                        enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                        enough
                                ? "Deployment has minimum availability."
                                : "Deployment does not have minimum availability."),
                now);
        return status;
    }

    private static void put(ObjectNode status, String field, int count) {
        if (count > 0) {
            status.put(field, count);
        }
    }

    /** Judges the progress since the status that is stored, and passes on failures of sets. */
    static void judgeProgress(Rollout rollout, ObjectNode status, Instant now) {
        DeploymentView deployment = rollout.deployment();
        if (deployment.progressDeadline().isEmpty()) {
            Conditions.remove(status, DeploymentConditions.PROGRESSING);
        } else if (!wasComplete(status)) {
            judge(rollout, status, now);
        }
        Conditions.remove(status, DeploymentConditions.FAILURE);
        failure(rollout).ifPresent(failure -> status.withArray("conditions").add(failure));
    }

    private static boolean wasComplete(JsonNode status) {
        return count(status, "replicas") == count(status, "updatedReplicas")
                && DeploymentConditions.progressReason(status)
                        .equals(DeploymentConditions.COMPLETE);
    }

    private static void judge(Rollout rollout, ObjectNode status, Instant now) {
        if (isComplete(rollout.deployment(), status)) {
            String message = subject(rollout) + " has successfully progressed.";
            DeploymentConditions.set(
                    status, progressing(true, DeploymentConditions.COMPLETE, message), now);
        } else if (hasProgressed(rollout.deployment().status(), status)) {
            String message = subject(rollout) + " is progressing.";
            DeploymentConditions.renew(
                    status, progressing(true, DeploymentConditions.UPDATED, message), now);
        } else if (hasTimedOut(rollout.deployment(), status, now)) {
            String message = subject(rollout) + " has timed out progressing.";
            DeploymentConditions.set(
                    status, progressing(false, DeploymentConditions.TIMED_OUT, message), now);
        }
    }

    private static String subject(Rollout rollout) {
        ReplicaSetView current = rollout.current();
        return current == null
                ? "Deployment \"" + rollout.deployment().metadata().name() + "\""
                : "ReplicaSet \"" + current.name() + "\"";
    }

    static boolean isComplete(DeploymentView deployment, JsonNode status) {
        int wanted = deployment.replicas();
        return count(status, "updatedReplicas") == wanted
                && count(status, "replicas") == wanted
                && count(status, "availableReplicas") == wanted
                && status.path("observedGeneration").asLong(0)
                        >= deployment.metadata().generation();
    }

    private static boolean hasProgressed(JsonNode before, JsonNode after) {
        return count(after, "updatedReplicas") > count(before, "updatedReplicas")
                || outdated(after) < outdated(before)
                || count(after, "readyReplicas") > count(before, "readyReplicas")
                || count(after, "availableReplicas") > count(before, "availableReplicas");
    }

    private static int outdated(JsonNode status) {
        return count(status, "replicas") - count(status, "updatedReplicas");
    }

    private static int count(JsonNode status, String field) {
        return status.path(field).asInt(0);
    }

    private static boolean hasTimedOut(DeploymentView deployment, JsonNode status, Instant now) {
        String reason = DeploymentConditions.progressReason(status);
        if (reason.equals(DeploymentConditions.COMPLETE)) {
            return false;
        }
        if (reason.equals(DeploymentConditions.TIMED_OUT)) {
            return true;
        }
        Instant deadline = deadline(deployment, status);
        return deadline != null && deadline.isBefore(now);
    }

    private static @Nullable Instant deadline(DeploymentView deployment, JsonNode status) {
        Instant updated =
                Conditions.find(status, DeploymentConditions.PROGRESSING)
                        .map(condition -> Conditions.time(condition, "lastUpdateTime"))
                        .orElse(null);
        return updated == null
                ? null
                : deployment.progressDeadline().map(updated::plus).orElse(null);
    }

    /** How long until a rollout that does not move must be called stuck. */
    static Optional<Duration> untilDeadline(
            DeploymentView deployment, JsonNode status, Instant now) {
        Instant deadline = deadline(deployment, status);
        String reason = DeploymentConditions.progressReason(status);
        if (deadline == null
                || isComplete(deployment, status)
                || reason.equals(DeploymentConditions.COMPLETE)
                || reason.equals(DeploymentConditions.TIMED_OUT)) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(now, deadline).plusSeconds(1));
    }

    /** The failure of the new set, or else of any. */
    private static Optional<JsonNode> failure(Rollout rollout) {
        ReplicaSetView current = rollout.current();
        if (current != null) {
            Optional<JsonNode> own = failure(current);
            if (own.isPresent()) {
                return own;
            }
        }
        return rollout.old().stream()
                .map(RolloutStatus::failure)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<JsonNode> failure(ReplicaSetView set) {
        return Conditions.find(set.tree().path("status"), DeploymentConditions.FAILURE)
                .map(
                        failure -> {
                            ObjectNode copy = (ObjectNode) failure.deepCopy();
                            copy.set("lastUpdateTime", copy.path("lastTransitionTime"));
                            return copy;
                        });
    }
}
