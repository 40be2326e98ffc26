package io.pinisi.cluster.registry.scheduling;

import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;

/** {@code scheduling.k8s.io/v1 PriorityClass}. */
public final class PriorityClassKind {
    private PriorityClassKind() {}

    public static Kind define(KindContext context) {
        return context.kind("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses")
                .clusterScoped()
                .shortNames("pc")
                .strategy(new PriorityClassStrategy())
                .with(Kind.Trait.CREATE_ON_UPDATE, Kind.Trait.GENERATION)
                .columns(
                        context.columns()
                                .name()
                                .number("Value", "value")
                                .flag("Global-Default", "globalDefault")
                                .age()
                                .text(
                                        "PreemptionPolicy",
                                        o -> Columns.textAt(o, "", "preemptionPolicy")))
                .build();
    }
}
