package io.pinisi.cluster.registry.core.node;

import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindBuilder;
import io.pinisi.cluster.registry.KindContext;
import io.pinisi.cluster.registry.StatusStrategy;
import java.util.Set;

/** {@code v1 Node}. */
public final class NodeKind {
    private NodeKind() {}

    public static Kind define(KindContext context) {
        return context.kind("", "v1", "Node", "nodes")
                .clusterScoped()
                .shortNames("no")
                .strategy(new NodeStrategy())
                .status(new StatusStrategy(Set.of("labels", "annotations")))
                .listed(KindBuilder.proxy("NodeProxyOptions"))
                .with(Kind.Trait.STATUS_ON_CREATE)
                .selectable(
                        "spec.unschedulable",
                        node ->
                                Boolean.toString(
                                        node.path("spec").path("unschedulable").asBoolean(false)))
                .columns(NodeColumns.of(context.columns()))
                .build();
    }
}
