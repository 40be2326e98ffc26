package io.pinisi.federation.status;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.federation.propagation.ObservedObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether a job is done in every cluster, or failed in one, and since when. The hub's API holds a
 * job's status to the rules of a single cluster: what led to the end is said before the end itself.
 */
record JobOutcome(List<Placed> placed, Instant now) {

    void write(ObjectNode status) {
        time("startTime", false, status);
        String failed = where(copy -> is(copy, "Failed"));
        boolean complete =
                !placed.isEmpty() && placed.stream().allMatch(copy -> is(copy, "Complete"));
        if (!failed.isEmpty() && status.has("startTime") && !status.has("active")) {
            String message = "Job failed in " + failed + ".";
            set(status, "FailureTarget", "JobFailed", message);
            set(status, "Failed", "JobFailed", message);
        } else if (complete && status.has("startTime")) {
            String message = "Job completed in every cluster.";
            set(status, "SuccessCriteriaMet", "CompletionsReached", message);
            set(status, "Complete", "CompletionsReached", message);
            time("completionTime", true, status);
            if (!status.has("completionTime")) {
                status.put("completionTime", Timestamps.seconds(now));
            }
        }
    }

    private void set(ObjectNode status, String type, String reason, String message) {
        Conditions.set(status, Condition.of(type, true, reason, message), now);
    }

    private String where(Predicate<Placed> condition) {
        return placed.stream()
                .filter(condition)
                .map(Placed::cluster)
                .collect(Collectors.joining(", "));
    }

    private static boolean is(Placed copy, String type) {
        return copy.observed()
                .filter(object -> Conditions.isTrue(object.status(), type))
                .isPresent();
    }

    /** Times of one form in UTC sort as text. */
    private void time(String field, boolean latest, ObjectNode status) {
        Stream<String> times =
                placed.stream()
                        .flatMap(copy -> copy.observed().stream())
                        .map(ObservedObject::status)
                        .map((JsonNode one) -> one.path(field).asString(""))
                        .filter(text -> !text.isEmpty());
        (latest ? times.max(String::compareTo) : times.min(String::compareTo))
                .ifPresent(text -> status.put(field, text));
    }
}
