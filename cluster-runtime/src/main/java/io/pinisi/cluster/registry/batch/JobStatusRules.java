package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.value.IndexSet;
import io.pinisi.cluster.registry.Faults;
import io.pinisi.cluster.registry.FieldRules;
import io.pinisi.cluster.registry.StatusStrategy;
import io.pinisi.cluster.registry.Transition;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Others may run a job in our place ({@code managedBy}), so its status is held to what makes sense:
 * what has ended stays ended, and nothing is counted twice.
 */
final class JobStatusRules extends StatusStrategy {
    private static final String STATUS = "status";
    private static final String CONDITIONS = "status.conditions";

    @Override
    public void validate(Transition transition, Faults faults) {
        ObjectNode next = transition.next();
        JsonNode status = next.path(STATUS);
        FieldRules.notNegative(
                status, STATUS, faults, "active", "succeeded", "failed", "ready", "terminating");
        checkUncounted(status.path("uncountedTerminatedPods"), faults);
        checkConditions(next, faults);
        checkTimes(next, faults);
        checkIndexes(next, faults);
        ObjectNode old = transition.old();
        if (old != null) {
            checkKept(old, next, faults);
        }
    }

    private static void checkUncounted(JsonNode uncounted, Faults faults) {
        Set<String> seen = new HashSet<>();
        for (String list : List.of("succeeded", "failed")) {
            for (int i = 0; i < uncounted.path(list).size(); i++) {
                String uid = uncounted.path(list).get(i).asString("");
                String at = "status.uncountedTerminatedPods." + list + "[" + i + "]";
                if (uid.isEmpty()) {
                    faults.invalid(at, uid, "must not be empty");
                } else if (!seen.add(uid)) {
                    faults.duplicate(at, uid);
                }
            }
        }
    }

    private static void checkConditions(ObjectNode job, Faults faults) {
        boolean complete = JobColumns.isTrue(job, "Complete");
        boolean failed = JobColumns.isTrue(job, "Failed");
        boolean failing = JobColumns.isTrue(job, "FailureTarget");
        boolean met = JobColumns.isTrue(job, "SuccessCriteriaMet");
        if (complete && failed) {
            faults.invalid(CONDITIONS, "cannot set Complete=True and Failed=true conditions");
        }
        if (complete && failing) {
            faults.invalid(
                    CONDITIONS, "cannot set Complete=True and FailureTarget=true conditions");
        }
        if (met && failed) {
            faults.invalid(
                    CONDITIONS, "cannot set SuccessCriteriaMet=True and Failed=true conditions");
        }
        if (met && failing) {
            faults.invalid(
                    CONDITIONS,
                    "cannot set SuccessCriteriaMet=True and FailureTarget=true conditions");
        }
        checkFinished(job, complete || failed, faults);
    }

    private static void checkFinished(ObjectNode job, boolean finished, Faults faults) {
        JsonNode status = job.path(STATUS);
        if (status.path("ready").asLong(0) > status.path("active").asLong(0)) {
            faults.invalid(
                    "status.ready", status.path("ready"), "cannot set more ready pods than active");
        }
        if (!finished) {
            return;
        }
        if (status.path("active").asLong(0) > 0) {
            faults.invalid(
                    "status.active", status.path("active"), "active>0 is invalid for finished job");
        }
        if (!status.has("startTime")) {
            faults.required("status.startTime", "startTime is required for finished job");
        }
        JsonNode uncounted = status.path("uncountedTerminatedPods");
        if (!uncounted.path("failed").isEmpty() || !uncounted.path("succeeded").isEmpty()) {
            faults.invalid(
                    "status.uncountedTerminatedPods", uncounted, "must be empty for finished job");
        }
    }

    private static void checkTimes(ObjectNode job, Faults faults) {
        boolean complete = JobColumns.isTrue(job, "Complete");
        String start = Json.text(job, STATUS, "startTime");
        String end = Json.text(job, STATUS, "completionTime");
        String at = "status.completionTime";
        if (end != null && !complete) {
            faults.invalid(
                    at, end, "cannot set completionTime when there is no Complete=True condition");
        } else if (end == null && complete) {
            faults.required(at, "completionTime is required for Complete jobs");
        }
        if (start != null && end != null && end.compareTo(start) < 0) {
            faults.invalid(at, end, "must be equal to or after `startTime`");
        }
    }

    private static void checkIndexes(ObjectNode job, Faults faults) {
        JsonNode spec = job.path("spec");
        JsonNode status = job.path(STATUS);
        String completed = status.path("completedIndexes").asString("");
        if (!completed.isEmpty() && !JobSpecRules.isIndexed(spec)) {
            faults.invalid(
                    "status.completedIndexes",
                    completed,
                    "cannot set non-empty completedIndexes when non-indexed completion mode");
        }
        if (status.has("failedIndexes") && !spec.has("backoffLimitPerIndex")) {
            faults.invalid(
                    "status.failedIndexes",
                    status.path("failedIndexes"),
                    "cannot set non-null failedIndexes when backoffLimitPerIndex is null");
        }
        int end = spec.path("completions").asInt(0);
        for (String field : List.of("completedIndexes", "failedIndexes")) {
            try {
                IndexSet.parse(status.path(field).asString(""), end);
            } catch (IllegalArgumentException e) {
                faults.invalid(
                        "status." + field,
                        status.path(field),
                        "error parsing " + field + ": " + e.getMessage());
            }
        }
    }

    private static void checkKept(ObjectNode old, ObjectNode next, Faults faults) {
        for (String type : List.of("Failed", "Complete", "FailureTarget")) {
            if (JobColumns.isTrue(old, type) && !JobColumns.isTrue(next, type)) {
                faults.invalid(
                        CONDITIONS, "cannot disable the terminal " + type + "=True condition");
            }
        }
        if (JobColumns.isTrue(old, "SuccessCriteriaMet")
                && !JobColumns.isTrue(next, "SuccessCriteriaMet")) {
            faults.invalid(CONDITIONS, "cannot disable the SuccessCriteriaMet=True condition");
        }
        for (String counter : List.of("failed", "succeeded")) {
            JsonNode count = next.path(STATUS).path(counter);
            boolean shrinks = old.path(STATUS).path(counter).asLong(0) > count.asLong(0);
            if (shrinks
                    && (counter.equals("failed") || !JobSpecRules.isIndexed(next.path("spec")))) {
                faults.invalid(
                        "status." + counter,
                        count.asLong(0),
                        "cannot decrease the " + counter + " counter");
            }
        }
        String end = Json.text(old, STATUS, "completionTime");
        if (end != null && !Objects.equals(end, Json.text(next, STATUS, "completionTime"))) {
            faults.invalid(
                    "status.completionTime",
                    next.path(STATUS).path("completionTime"),
                    "field is immutable");
        }
    }
}
