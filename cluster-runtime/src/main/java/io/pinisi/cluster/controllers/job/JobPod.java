package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A pod as its job sees it. */
record JobPod(PodView view) {
    static final String FINALIZER = "batch.kubernetes.io/job-tracking";
    static final String INDEX = "batch.kubernetes.io/job-completion-index";
    static final String FAILURES = "batch.kubernetes.io/job-index-failure-count";
    static final String IGNORED = "batch.kubernetes.io/job-index-ignored-failure-count";
    static final int NO_INDEX = -1;

    String uid() {
        return view.metadata().uid();
    }

    boolean isTracked() {
        return view.metadata().finalizers().contains(FINALIZER);
    }

    boolean isActive() {
        return view.isActive();
    }

    boolean isTerminating() {
        return view.metadata().isDeleting() && !view.isTerminal();
    }

    boolean isReady() {
        return isActive() && view.isReady();
    }

    boolean hasSucceeded() {
        return view.phase().equals("Succeeded");
    }

    /** A pod that is going counts as failed at once, unless the job wants to see it end. */
    boolean hasFailed(JobView job) {
        return view.phase().equals("Failed") || (!job.replacesOnlyFailed() && isTerminating());
    }

    int index() {
        return annotated(INDEX, NO_INDEX);
    }

    int failuresBefore() {
        return annotated(FAILURES, 0);
    }

    int ignoredBefore() {
        return annotated(IGNORED, 0);
    }

    private int annotated(String name, int orElse) {
        String text = view.metadata().annotation(name);
        try {
            return text == null ? orElse : Math.max(orElse, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return orElse;
        }
    }

    Instant createdAt() {
        return Objects.requireNonNullElse(view.metadata().creationTimestamp(), Instant.EPOCH);
    }

    /** When the last container ended; failing that, the last thing that is known. */
    Instant endedAt() {
        return containers()
                .map(container -> Json.at(container, "state", "terminated"))
                .filter(Objects::nonNull)
                .map(ended -> Conditions.time(ended, "finishedAt"))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseGet(this::lastKnown);
    }

    private Instant lastKnown() {
        Instant unready =
                Conditions.find(view.status(), "Ready")
                        .map(ready -> Conditions.time(ready, "lastTransitionTime"))
                        .orElse(null);
        if (unready != null) {
            return unready;
        }
        Instant deleted = view.metadata().deletionTimestamp();
        return deleted == null ? createdAt() : deleted;
    }

    /** The status of every container, those that initialize included. */
    Stream<JsonNode> containers() {
        return Stream.concat(
                view.status().path("containerStatuses").valueStream(),
                view.status().path("initContainerStatuses").valueStream());
    }

    int restarts() {
        return containers().mapToInt(c -> c.path("restartCount").asInt(0)).sum();
    }

    static List<JobPod> of(List<ObjectNode> trees) {
        return trees.stream().map(tree -> new JobPod(new PodView(tree))).toList();
    }
}
