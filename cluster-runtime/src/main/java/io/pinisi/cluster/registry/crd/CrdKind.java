package io.pinisi.cluster.registry.crd;

import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import java.util.List;

/** {@code apiextensions.k8s.io/v1 CustomResourceDefinition}. */
public final class CrdKind {
    public static final GroupResource RESOURCE =
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

    private CrdKind() {}

    /**
     * @param taken the kinds whose names no definition may take
     */
    public static Kind define(KindContext context, List<Kind> taken) {
        CrdNames names =
                new CrdNames(context.objects(), taken.stream().map(Kind::definition).toList());
        return context.kind(RESOURCE.group(), "v1", "CustomResourceDefinition", RESOURCE.resource())
                .clusterScoped()
                .shortNames("crd", "crds")
                .category("api-extensions")
                .strategy(new CrdStrategy(names))
                .status(new CrdStatusStrategy())
                .with(Kind.Trait.GENERATION, Kind.Trait.VERSION_REQUIRED)
                .columns(
                        context.columns()
                                .name()
                                .text(
                                        "Created At",
                                        o ->
                                                Columns.textAt(
                                                        o,
                                                        Columns.UNKNOWN,
                                                        "metadata",
                                                        "creationTimestamp")))
                .build();
    }
}
