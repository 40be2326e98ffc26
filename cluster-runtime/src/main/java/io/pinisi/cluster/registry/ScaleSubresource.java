package io.pinisi.cluster.registry;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Subresource;
import java.time.InstantSource;
import java.util.Set;

/** How {@code scale} stands among the subresources of a kind. */
public final class ScaleSubresource {
    private static final GroupVersionKind KIND = new GroupVersionKind("autoscaling", "v1", "Scale");

    private ScaleSubresource() {}

    public static Subresource listed(InstantSource clock) {
        Columns columns =
                new Columns(clock)
                        .name()
                        .number("Desired", "spec", "replicas")
                        .number("Available", "status", "replicas")
                        .age();
        return new Subresource("scale", KIND, Set.of("get", "patch", "update"), columns.list());
    }
}
