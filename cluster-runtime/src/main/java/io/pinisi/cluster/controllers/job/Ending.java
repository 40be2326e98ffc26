package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * That a job is coming to its end, and why. It is told at once; the end itself only when the last
 * pod has gone and every end is counted.
 */
record Ending(Kind kind, String reason, String message) {

    /** Which way. */
    enum Kind {
        SUCCESS(JobView.SUCCESS_MET, JobView.COMPLETE),
        FAILURE(JobView.FAILURE_TARGET, JobView.FAILED);

        private final String announced;
        private final String done;

        Kind(String announced, String done) {
            this.announced = announced;
            this.done = done;
        }
    }

    static Ending failure(String reason, String message) {
        return new Ending(Kind.FAILURE, reason, message);
    }

    static Ending success(String reason, String message) {
        return new Ending(Kind.SUCCESS, reason, message);
    }

    /** What an earlier pass has told. */
    static Optional<Ending> announced(JobView job) {
        for (Kind kind : Kind.values()) {
            Optional<JsonNode> condition = Conditions.find(job.status(), kind.announced);
            if (condition.isPresent() && Conditions.isTrue(job.status(), kind.announced)) {
                return condition.map(
                        c ->
                                new Ending(
                                        kind,
                                        c.path("reason").asString(""),
                                        c.path("message").asString("")));
            }
        }
        return Optional.empty();
    }

    Condition announcement() {
        return Condition.of(kind.announced, true, reason, message);
    }

    Condition done() {
        return Condition.of(kind.done, true, reason, message);
    }
}
