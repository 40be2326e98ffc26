package io.pinisi.cluster.controllers.cronjob;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the controller asks about a cron job. */
record CronJobView(ObjectNode tree) {

    /** What happens when a time comes while a job of an earlier one still runs. */
    enum Concurrency {
        ALLOW,
        FORBID,
        REPLACE
    }

    Metadata metadata() {
        return Metadata.of(tree);
    }

    JsonNode spec() {
        return tree.path("spec");
    }

    JsonNode status() {
        return tree.path("status");
    }

    String schedule() {
        return spec().path("schedule").asString("");
    }

    @Nullable String timeZone() {
        return Json.text(spec(), "timeZone");
    }

    boolean isSuspended() {
        return spec().path("suspend").asBoolean(false);
    }

    Concurrency concurrency() {
        return switch (spec().path("concurrencyPolicy").asString("")) {
            case "Forbid" -> Concurrency.FORBID;
            case "Replace" -> Concurrency.REPLACE;
            default -> Concurrency.ALLOW;
        };
    }

    /** How late a job may begin; empty for any time. */
    Optional<Duration> startingDeadline() {
        JsonNode seconds = Json.at(spec(), "startingDeadlineSeconds");
        return seconds == null
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(seconds.asLong(0)));
    }

    /** The last time that was begun, or when the cron job was made. */
    Instant lastScheduled() {
        Instant last = Conditions.time(status(), "lastScheduleTime");
        return last != null
                ? last
                : Objects.requireNonNullElse(metadata().creationTimestamp(), Instant.EPOCH);
    }

    int historyLimit(String field, int orElse) {
        return spec().path(field).asInt(orElse);
    }
}
