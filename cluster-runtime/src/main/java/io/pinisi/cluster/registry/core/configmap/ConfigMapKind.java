package io.pinisi.cluster.registry.core.configmap;

import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;

/** {@code v1 ConfigMap}. */
public final class ConfigMapKind {
    private ConfigMapKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "ConfigMap", "configmaps")
                .shortNames("cm")
                .strategy(new ConfigMapStrategy())
                .columns(
                        context.columns()
                                .name()
                                .number(
                                        "Data",
                                        object ->
                                                (long) object.path("data").size()
                                                        + object.path("binaryData").size())
                                .age())
                .build();
    }
}
