package io.pinisi.cluster.registry.core.namespace;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.NameRule;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Subresource;
import io.pinisi.cluster.registry.Columns;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindContext;
import java.util.Set;

/** {@code v1 Namespace}. */
public final class NamespaceKind {
    private NamespaceKind() {}

    public static Kind define(KindContext context) {
        Subresource finalize =
                new Subresource(
                        "finalize", new GroupVersionKind("", "v1", "Namespace"), Set.of("update"));
        return context.kind("", "v1", "Namespace", "namespaces")
                .clusterScoped()
                .shortNames("ns")
                .named(NameRule.DNS_LABEL)
                .strategy(new NamespaceStrategy())
                .status()
                .endpoint(finalize, store -> store.as("finalize", new FinalizeStrategy()))
                .selectable("status.phase")
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(
                        context.columns()
                                .name()
                                .text(
                                        "Status",
                                        object -> Columns.textAt(object, "", "status", "phase"))
                                .age())
                .build();
    }
}
