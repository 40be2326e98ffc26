package io.pinisi.cluster.controllers.disruption;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.client.informer.SharedInformers;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.meta.GroupVersionKind;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.machinery.meta.OwnerReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many pods there should be, asked of what controls them: the workloads we know from their
 * copies, anything else by its scale.
 */
final class Scales {
    private final ApiClient client;
    private final Map<String, Lister> known = new HashMap<>();

    Scales(ApiClient client, SharedInformers informers) {
        this.client = client;
        known.put(
                "ReplicationController", informers.of(Resources.REPLICATION_CONTROLLERS).lister());
        known.put("ReplicaSet", informers.of(Resources.REPLICA_SETS).lister());
        known.put("Deployment", informers.of(Resources.DEPLOYMENTS).lister());
        known.put("StatefulSet", informers.of(Resources.STATEFUL_SETS).lister());
    }

    /**
     * The sum of all scales, each once.
     *
     * @param unmanaged pods that nobody controls
     */
    record Expected(int scale, List<PodView> unmanaged) {}

    /**
     * @throws IllegalStateException where a pod is controlled by something that has no scale
     */
    Expected of(List<PodView> pods) {
        Map<String, Integer> scales = new HashMap<>();
        for (PodView pod : pods) {
            Optional<OwnerReference> controller = pod.metadata().controller();
            if (controller.isPresent() && !scales.containsKey(controller.get().uid())) {
                add(scales, pod, controller.get());
            }
        }
        return new Expected(
                scales.values().stream().mapToInt(Integer::intValue).sum(),
                pods.stream().filter(pod -> pod.metadata().controller().isEmpty()).toList());
    }

    private void add(Map<String, Integer> scales, PodView pod, OwnerReference controller) {
        String namespace = pod.metadata().namespace();
        Optional<ObjectNode> found = find(controller, namespace);
        if (found.isEmpty()) {
            scales.put(controller.uid(), scale(pod, controller));
            return;
        }
        ObjectNode owner = found.get();
        Optional<ObjectNode> above =
                Metadata.of(owner)
                        .controller()
                        .filter(_ -> controller.kind().equals("ReplicaSet"))
                        .flatMap(deployment -> find(deployment, namespace));
        ObjectNode counted = above.orElse(owner);
        scales.put(controller.uid(), 0);
        scales.put(Metadata.uid(counted), counted.path("spec").path("replicas").asInt(0));
    }

    private Optional<ObjectNode> find(OwnerReference owner, @Nullable String namespace) {
        Lister lister = known.get(owner.kind());
        return lister == null
                ? Optional.empty()
                : lister.find(new ObjectKey(namespace, owner.name()))
                        .filter(object -> Metadata.uid(object).equals(owner.uid()));
    }

    private int scale(PodView pod, OwnerReference controller) {
        GroupVersionKind kind = GroupVersionKind.of(controller.apiVersion(), controller.kind());
        return Discovery.of(client)
                .find(kind)
                .flatMap(
                        resource ->
                                client.find(
                                        ResourcePath.all(resource.name())
                                                .in(pod.metadata().namespace())
                                                .named(controller.name())
                                                .sub("scale")))
                .map(scale -> scale.path("spec").path("replicas").asInt(0))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "found no controllers for pod \""
                                                + pod.metadata().name()
                                                + "\""));
    }
}
