package io.pinisi.cluster.controllers.endpointslice;

import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.WorkQueue;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Queues the services that a change of a pod concerns; most changes of pods concern none. */
record ServiceWaker(Lister services, WorkQueue<ObjectKey> queue) {

    void podChanged(Change change) {
        if (change instanceof Change.Updated(ObjectNode previous, ObjectNode current)) {
            if (facts(previous).equals(facts(current))) {
                return;
            }
            wake(previous);
        }
        wake(change.object());
    }

    /** All that an endpoint is made of. */
    private static List<Object> facts(ObjectNode tree) {
        PodView pod = new PodView(tree);
        JsonNode addresses = pod.status().path("podIPs");
        return List.of(
                pod.metadata().labels(),
                pod.metadata().isDeleting(),
                pod.nodeName(),
                pod.isTerminal(),
                pod.isReady(),
                pod.status().path("podIP"),
                addresses);
    }

    private void wake(ObjectNode pod) {
        Metadata metadata = Metadata.of(pod);
        String namespace = metadata.namespace();
        if (namespace == null) {
            return;
        }
        for (ObjectNode service : services.inNamespace(namespace)) {
            if (new ServiceView(service).selects(metadata.labels())) {
                queue.add(Metadata.key(service));
            }
        }
    }

    /** The pods that a service selects. */
    static List<PodView> selected(ServiceView service, Lister pods) {
        String namespace = service.metadata().namespace();
        return namespace == null
                ? List.of()
                : pods.inNamespace(namespace).stream()
                        .map(PodView::new)
                        .filter(pod -> service.selects(pod.metadata().labels()))
                        .toList();
    }
}
