package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.HumanDuration;
import io.pinisi.cluster.registry.apps.Workloads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code kubectl get jobs} shows. */
final class JobColumns {
    /** The first condition that holds says how the job fares. */
    private static final List<String> FINAL = List.of("Complete", "Failed");

    private static final List<String> PASSING =
            List.of("Suspended", "FailureTarget", "SuccessCriteriaMet");

    private JobColumns() {}

    static Columns of(Columns columns) {
        return Workloads.wideColumns(
                columns.name()
                        .text("Status", JobColumns::status)
                        .text("Completions", JobColumns::completions)
                        .text("Duration", job -> duration(job, columns))
                        .age());
    }

    private static String status(ObjectNode job) {
        for (String type : FINAL) {
            if (isTrue(job, type)) {
                return type;
            }
        }
        if (Metadata.of(job).isDeleting()) {
            return "Terminating";
        }
        for (String type : PASSING) {
            if (isTrue(job, type)) {
                return type;
            }
        }
        return "Running";
    }

    static boolean isTrue(JsonNode job, String type) {
        for (JsonNode condition : job.path("status").path("conditions")) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    private static String completions(ObjectNode job) {
        long succeeded = Columns.longAt(job, "status", "succeeded");
        JsonNode completions = Json.at(job, "spec", "completions");
        if (completions != null) {
            return succeeded + "/" + completions.asLong(0);
        }
        long parallelism = Columns.longAt(job, "spec", "parallelism");
        return parallelism > 1 ? succeeded + "/1 of " + parallelism : succeeded + "/1";
    }

    private static String duration(ObjectNode job, Columns columns) {
        String start = Json.text(job, "status", "startTime");
        if (start == null) {
            return "";
        }
        String end = Json.text(job, "status", "completionTime");
        return end == null
                ? columns.age(start)
                : HumanDuration.of(Duration.between(Instant.parse(start), Instant.parse(end)));
    }
}
