package io.pinisi.cluster.registry.core.limit;

import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;

/** {@code v1 LimitRange}. */
public final class LimitRangeKind {
    private LimitRangeKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "LimitRange", "limitranges")
                .shortNames("limits")
                .strategy(new LimitRangeStrategy())
                .with(Kind.Trait.CREATE_ON_UPDATE)
                .columns(context.columns().name().created())
                .build();
    }
}
