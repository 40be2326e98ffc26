package io.pinisi.cluster.controllers.job;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.controllers.job.JobPlan.Told;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the status that follows from a tally, and tells what is new in it. */
final class JobStatus {
    private final JobView job;
    private final Instant now;
    private final ObjectNode tree;
    private final List<Told> told = new ArrayList<>();

    JobStatus(JobState state, Tally tally, Indexes indexes) {
        this.job = state.job();
        this.now = state.now();
        this.tree = job.status() instanceof ObjectNode present ? present.deepCopy() : Json.object();
        tree.put("ready", state.ready());
        tree.put("terminating", state.terminating());
        put("succeeded", job.isIndexed() ? tally.completed().size() : tally.succeeded());
        put("failed", tally.failed());
        ObjectNode uncounted = tree.putObject("uncountedTerminatedPods");
        put(uncounted, "succeeded", tally.uncountedSucceeded());
        put(uncounted, "failed", tally.uncountedFailed());
        if (job.isIndexed()) {
            putText("completedIndexes", tally.completed().toString());
            if (job.backoffLimitPerIndex().isPresent()) {
                tree.put("failedIndexes", indexes.failed().toString());
            }
        }
        if (job.startTime() == null && !job.isSuspended()) {
            tree.put("startTime", Timestamps.seconds(now));
        }
    }

    private void put(String field, int count) {
        if (count > 0) {
            tree.put(field, count);
        } else {
            tree.remove(field);
        }
    }

    private void putText(String field, String text) {
        if (text.isEmpty()) {
            tree.remove(field);
        } else {
            tree.put(field, text);
        }
    }

    private static void put(ObjectNode uncounted, String field, Set<String> uids) {
        if (!uids.isEmpty()) {
            ArrayNode list = uncounted.putArray(field);
            uids.forEach(list::add);
        }
    }

    ObjectNode tree() {
        return tree;
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    void setActive(int active) {
        put("active", active);
        if (tree.path("ready").asInt(0) > active) {
            tree.put("ready", Math.max(0, active));
        }
    }

    void announce(Ending ending) {
        set(ending.announcement());
    }

    void finish(Ending ending) {
        set(ending.done());
        switch (ending.kind()) {
            case SUCCESS -> {
                tree.put("completionTime", Timestamps.seconds(now));
                told.add(new Told(false, "Completed", "Job completed"));
            }
            case FAILURE -> told.add(new Told(true, ending.reason(), ending.message()));
        }
    }

    /** A job that goes on again begins its time anew. */
    void tellSuspension() {
        boolean known = Conditions.find(job.status(), JobView.SUSPENDED).isPresent();
        boolean was = Conditions.isTrue(job.status(), JobView.SUSPENDED);
        if (job.isSuspended() && !was) {
            set(Condition.of(JobView.SUSPENDED, true, "JobSuspended", "Job suspended"));
            told.add(new Told(false, "Suspended", "Job suspended"));
        } else if (!job.isSuspended() && known && was) {
            set(Condition.of(JobView.SUSPENDED, false, "JobResumed", "Job resumed"));
            told.add(new Told(false, "Resumed", "Job resumed"));
            tree.put("startTime", Timestamps.seconds(now));
        }
    }

    private void set(Condition condition) {
        JsonNode present = Conditions.find(tree, condition.type()).orElse(null);
        if (present == null || !present.path("status").asString("").equals(condition.status())) {
            Conditions.set(tree, condition, now).put("lastProbeTime", Timestamps.seconds(now));
        }
    }
}
