package io.pinisi.cluster.registry.core.pod;

import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.schema.ResourceDefinition.Subresource;
import io.pinisi.cluster.registry.Kind;
import io.pinisi.cluster.registry.KindBuilder;
import io.pinisi.cluster.registry.KindContext;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** {@code v1 Pod}. */
public final class PodKind {
    private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
    private static final Set<String> CREATE = Set.of("create");

    private PodKind() {}

    public static Kind define(KindContext context) {
        Subresource binding =
                new Subresource("binding", new GroupVersionKind("", "v1", "Binding"), CREATE);
        Subresource eviction =
                new Subresource(
                        "eviction", new GroupVersionKind("policy", "v1", "Eviction"), CREATE);
        Subresource ephemeral =
                new Subresource("ephemeralcontainers", POD, Set.of("get", "patch", "update"));
        Subresource resize = new Subresource("resize", POD, Set.of("get", "patch", "update"));
        return context.kind("", "v1", "Pod", "pods")
                .shortNames("po")
                .inAll()
                .strategy(new PodStrategy())
                .status(new PodStatusStrategy())
                .endpoint(binding, PodBinding::new)
                .endpoint(eviction, PodEviction::new)
                .endpoint(
                        ephemeral,
                        store -> store.as("ephemeralcontainers", new EphemeralContainersStrategy()))
                .endpoint(resize, store -> store.as("resize", new ResizeStrategy()))
                .listed(new Subresource("attach", options("PodAttachOptions"), connect()))
                .listed(new Subresource("exec", options("PodExecOptions"), connect()))
                .listed(new Subresource("log", POD, Set.of("get")))
                .listed(new Subresource("portforward", options("PodPortForwardOptions"), connect()))
                .listed(KindBuilder.proxy("PodProxyOptions"))
                .selectable(
                        "spec.nodeName",
                        "spec.restartPolicy",
                        "spec.schedulerName",
                        "spec.serviceAccountName",
                        "status.phase",
                        "status.podIP",
                        "status.nominatedNodeName")
                .selectable("spec.hostNetwork", PodKind::hostNetwork)
                .with(Kind.Trait.ANSWERS_DELETED_OBJECT)
                .columns(PodColumns.of(context.columns()))
                .build();
    }

    private static GroupVersionKind options(String kind) {
        return new GroupVersionKind("", "v1", kind);
    }

    private static Set<String> connect() {
        return Set.of("create", "get");
    }

    private static String hostNetwork(ObjectNode pod) {
        return Boolean.toString(pod.path("spec").path("hostNetwork").asBoolean(false));
    }
}
