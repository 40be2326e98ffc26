package io.pinisi.federation.membership;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** A pod's state in one word, as kubectl's STATUS column puts it, and the sentence behind it. */
record PodSituation(String status, String message) {

    static PodSituation of(JsonNode pod) {
        JsonNode status = pod.path("status");
        if (Metadata.of(pod).isDeleting()) {
            return new PodSituation("Terminating", "");
        }
        PodSituation container = container(status);
        if (container != null) {
            return container;
        }
        String reason = text(status, "reason");
        String phase = status.path("phase").asString("Pending");
        String message = text(status, "message");
        return new PodSituation(
                reason.isEmpty() ? phase : reason,
                message.isEmpty() && phase.equals("Pending") ? unscheduled(status) : message);
    }

    private static @org.jspecify.annotations.Nullable PodSituation container(JsonNode status) {
        for (JsonNode init : status.path("initContainerStatuses")) {
            JsonNode waiting = init.path("state").path("waiting");
            String reason = text(waiting, "reason");
            if (!reason.isEmpty() && !reason.equals("PodInitializing")) {
                return new PodSituation("Init:" + reason, text(waiting, "message"));
            }
        }
        for (JsonNode container : status.path("containerStatuses")) {
            for (String state : new String[] {"waiting", "terminated"}) {
                JsonNode found = container.path("state").path(state);
                String reason = text(found, "reason");
                if (!reason.isEmpty()) {
                    return new PodSituation(reason, text(found, "message"));
                }
            }
        }
        return null;
    }

    private static String unscheduled(JsonNode status) {
        for (JsonNode condition : status.path("conditions")) {
            if (condition.path("type").asString("").equals("PodScheduled")
                    && condition.path("status").asString("").equals("False")) {
                return text(condition, "message");
            }
        }
        return "";
    }

    private static String text(JsonNode object, String field) {
        return Objects.requireNonNullElse(Json.text(object, field), "");
    }
}
