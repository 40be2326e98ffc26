package io.pinisi.cluster.registry.batch;

import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import tools.jackson.databind.node.ObjectNode;

/** {@code batch/v1 Job}. */
public final class JobKind {
    private JobKind() {}

    public static Kind define(KindContext context) {
        return context.kind("batch", "v1", "Job", "jobs")
                .inAll()
                .strategy(new JobRules())
                .status(new JobStatusRules())
                .with(Kind.Trait.GENERATION)
                .selectable("status.successful", JobKind::succeeded)
                .columns(JobColumns.of(context.columns()))
                .build();
    }

    private static String succeeded(ObjectNode job) {
        return Integer.toString(job.path("status").path("succeeded").asInt(0));
    }
}
