package io.pinisi.cluster.registry.apps;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;

/** {@code apps/v1 DaemonSet}. */
public final class DaemonSetKind {
    private DaemonSetKind() {}

    public static Kind define(KindContext context) {
        Columns columns =
                context.columns()
                        .name()
                        .number("Desired", "status", "desiredNumberScheduled")
                        .number("Current", "status", "currentNumberScheduled")
                        .number("Ready", "status", "numberReady")
                        .number("Up-to-date", "status", "updatedNumberScheduled")
                        .number("Available", "status", "numberAvailable")
                        .text(
                                "Node Selector",
                                set ->
                                        Columns.labels(
                                                Json.at(
                                                        set,
                                                        "spec",
                                                        "template",
                                                        "spec",
                                                        "nodeSelector")))
                        .age();
        return context.kind("apps", "v1", "DaemonSet", "daemonsets")
                .shortNames("ds")
                .inAll()
                .strategy(new DaemonSetRules())
                .status()
                .with(Kind.Trait.GENERATION)
                .columns(Workloads.wideColumns(columns))
                .build();
    }
}
