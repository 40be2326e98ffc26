package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;

/** {@code apps/v1 StatefulSet}. */
public final class StatefulSetKind {
    private StatefulSetKind() {}

    public static Kind define(KindContext context) {
        return context.kind("apps", "v1", "StatefulSet", "statefulsets")
                .shortNames("sts")
                .inAll()
                .strategy(new StatefulSetRules())
                .status()
                .scale()
                .with(Kind.Trait.GENERATION)
                .columns(columns(context.columns()))
                .build();
    }

    private static Columns columns(Columns columns) {
        Columns narrow =
                columns.name()
                        .text(
                                "Ready",
                                set ->
                                        Columns.longAt(set, "status", "readyReplicas")
                                                + "/"
                                                + Columns.longAt(set, "spec", "replicas"))
                        .age();
        return Workloads.containers(narrow.wide(), object -> object.path("spec").path("template"));
    }
}
