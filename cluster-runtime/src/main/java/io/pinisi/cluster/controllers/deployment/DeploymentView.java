package io.pinisi.cluster.controllers.deployment;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a rollout asks about a deployment. */
record DeploymentView(ObjectNode tree) {
    private static final long NO_DEADLINE = Integer.MAX_VALUE;

    Metadata metadata() {
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

    int replicas() {
        return spec().path("replicas").asInt(1);
    }

    boolean isPaused() {
        return spec().path("paused").asBoolean(false);
    }

    boolean isRolling() {
        return !spec().path("strategy").path("type").asString("").equals("Recreate");
    }

    int minReadySeconds() {
        return spec().path("minReadySeconds").asInt(0);
    }

    int revisionHistoryLimit() {
        return spec().path("revisionHistoryLimit").asInt(10);
    }

    int collisionCount() {
        return status().path("collisionCount").asInt(0);
    }

    /** Empty where the rollout may take for ever. */
    Optional<Duration> progressDeadline() {
        JsonNode seconds = Json.at(spec(), "progressDeadlineSeconds");
        return seconds == null || seconds.asLong(0) == NO_DEADLINE
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(seconds.asLong(0)));
    }

    /** Pods above the wanted number while rolling. */
    int maxSurge() {
        return isRolling() ? scaled("maxSurge", Math::ceilDiv) : 0;
    }

    /** Pods below the wanted number while rolling; where it and the surge round to 0, it is 1. */
    int maxUnavailable() {
        if (!isRolling() || replicas() == 0) {
            return 0;
        }
        int unavailable = scaled("maxUnavailable", Math::floorDiv);
        if (unavailable == 0 && maxSurge() == 0) {
            unavailable = 1;
        }
        return Math.min(unavailable, replicas());
    }

    @FunctionalInterface
    private interface Division {
        int divide(int dividend, int divisor);
    }

    private int scaled(String field, Division division) {
        JsonNode value = spec().path("strategy").path("rollingUpdate").path(field);
        if (value.isNumber()) {
            return value.asInt(0);
        }
        String text = value.asString("25%");
        int percent = Integer.parseInt(text.substring(0, text.indexOf('%')));
        return division.divide(percent * replicas(), 100);
    }
}
