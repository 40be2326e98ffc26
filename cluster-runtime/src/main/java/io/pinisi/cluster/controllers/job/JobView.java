package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the controller asks about a job. */
public record JobView(ObjectNode tree) {
    static final String COMPLETE = "Complete";
    static final String FAILED = "Failed";
    static final String FAILURE_TARGET = "FailureTarget";
    static final String SUCCESS_MET = "SuccessCriteriaMet";
    static final String SUSPENDED = "Suspended";
    private static final String MANAGER = "kubernetes.io/job-controller";

    public Metadata metadata() {
        return Metadata.of(tree);
    }

    JsonNode spec() {
        return tree.path("spec");
    }

    JsonNode status() {
        return tree.path("status");
    }

    JsonNode template() {
        return spec().path("template");
    }

    /** Empty where the first success is enough. */
    OptionalInt completions() {
        return number("completions");
    }

    int parallelism() {
        return spec().path("parallelism").asInt(1);
    }

    int backoffLimit() {
        return spec().path("backoffLimit").asInt(6);
    }

    OptionalInt backoffLimitPerIndex() {
        return number("backoffLimitPerIndex");
    }

    OptionalInt maxFailedIndexes() {
        return number("maxFailedIndexes");
    }

    private OptionalInt number(String field) {
        JsonNode value = Json.at(spec(), field);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value.asInt(0));
    }

    Optional<Duration> activeDeadline() {
        JsonNode seconds = Json.at(spec(), "activeDeadlineSeconds");
        return seconds == null
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(seconds.asLong(0)));
    }

    boolean isIndexed() {
        return spec().path("completionMode").asString("").equals("Indexed");
    }

    boolean isSuspended() {
        return spec().path("suspend").asBoolean(false);
    }

    /** Whether a pod is replaced only once it has ended, not already while it ends. */
    boolean replacesOnlyFailed() {
        return spec().path("podReplacementPolicy").asString("").equals("Failed");
    }

    boolean isManagedElsewhere() {
        return !spec().path("managedBy").asString(MANAGER).equals(MANAGER);
    }

    public boolean isFinished() {
        return Conditions.isTrue(status(), COMPLETE) || Conditions.isTrue(status(), FAILED);
    }

    public boolean hasSucceeded() {
        return Conditions.isTrue(status(), COMPLETE);
    }

    @Nullable Instant startTime() {
        return Conditions.time(status(), "startTime");
    }

    /** When the job came to its end, or null while it has not. */
    public @Nullable Instant finishedAt() {
        for (String type : new String[] {COMPLETE, FAILED}) {
            if (Conditions.isTrue(status(), type)) {
                return Conditions.find(status(), type)
                        .map(condition -> Conditions.time(condition, "lastTransitionTime"))
                        .orElse(null);
            }
        }
        return null;
    }
}
