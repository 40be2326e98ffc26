package io.pinisi.cluster.controllers.deployment;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.Timestamps;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A deployment's conditions. They carry the time of their last update besides that of the last
 * transition: progress is measured by it.
 */
final class DeploymentConditions {
    static final String AVAILABLE = "Available";
    static final String PROGRESSING = "Progressing";
    static final String FAILURE = "ReplicaFailure";
    static final String PAUSED = "DeploymentPaused";
    static final String RESUMED = "DeploymentResumed";
    static final String COMPLETE = "NewReplicaSetAvailable";
    static final String UPDATED = "ReplicaSetUpdated";
    static final String CREATED = "NewReplicaSetCreated";
    static final String FOUND = "FoundNewReplicaSet";
    static final String CREATE_ERROR = "ReplicaSetCreateError";
    static final String TIMED_OUT = "ProgressDeadlineExceeded";

    private DeploymentConditions() {}

    /** Sets a condition unless it already has this status and reason. */
    static void set(ObjectNode status, Condition wanted, Instant now) {
        Optional<JsonNode> present = Conditions.find(status, wanted.type());
        if (present.filter(condition -> isSame(condition, wanted)).isEmpty()) {
            renew(status, wanted, now);
        }
    }

    private static boolean isSame(JsonNode condition, Condition wanted) {
        return wanted.status().equals(condition.path("status").asString(""))
                && wanted.reason().equals(condition.path("reason").asString(""));
    }

    /** Sets a condition and its time of update whatever it was. */
    static void renew(ObjectNode status, Condition wanted, Instant now) {
        Conditions.set(status, wanted, now).put("lastUpdateTime", Timestamps.seconds(now));
    }

    static String progressReason(JsonNode status) {
        return Conditions.find(status, PROGRESSING)
                .map(condition -> condition.path("reason").asString(""))
                .orElse("");
    }

    static Condition progressing(boolean isTrue, String reason, String message) {
        return Condition.of(PROGRESSING, isTrue, reason, message);
    }
}
