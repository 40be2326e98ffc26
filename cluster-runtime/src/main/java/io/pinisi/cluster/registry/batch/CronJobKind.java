package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.apps.Workloads;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code batch/v1 CronJob}. */
public final class CronJobKind {
    private CronJobKind() {}

    public static Kind define(KindContext context) {
        return context.kind("batch", "v1", "CronJob", "cronjobs")
                .shortNames("cj")
                .inAll()
                .strategy(new CronJobRules())
                .status()
                .with(Kind.Trait.GENERATION)
                .columns(columns(context.columns()))
                .build();
    }

    private static Columns columns(Columns columns) {
        Columns narrow =
                columns.name()
                        .text("Schedule", job -> job.path("spec").path("schedule").asString(""))
                        .text(
                                "Timezone",
                                job -> Columns.textAt(job, Columns.NONE, "spec", "timeZone"))
                        .text("Suspend", CronJobKind::suspended)
                        .number("Active", job -> (long) job.path("status").path("active").size())
                        .text("Last Schedule", job -> lastSchedule(job, columns))
                        .age();
        return Workloads.containers(narrow.wide(), job -> jobSpec(job).path("template"))
                .text("Selector", job -> Workloads.selector(jobSpec(job).get("selector")));
    }

    private static JsonNode jobSpec(ObjectNode job) {
        return job.path("spec").path("jobTemplate").path("spec");
    }

    private static String suspended(ObjectNode job) {
        return job.path("spec").path("suspend").asBoolean(false) ? "True" : "False";
    }

    private static String lastSchedule(ObjectNode job, Columns columns) {
        String time = Json.text(job, "status", "lastScheduleTime");
        return time == null ? Columns.NONE : columns.age(time);
    }
}
