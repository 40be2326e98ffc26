package io.pinisi.cluster.controllers.daemonset;

import io.pinisi.cluster.controller.view.NodeTerms;
import io.pinisi.cluster.controller.view.Taint;
import io.pinisi.cluster.controller.view.Toleration;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether a node wants a daemon's pod, suffers one that is there, or neither. */
enum NodeFit {
    WANTED,
    /** A pod that runs may go on, but none is begun. */
    SUFFERED,
    UNWANTED;

    /**
     * @param pod as the daemon set would make it for some node
     */
    static NodeFit of(ObjectNode pod, ObjectNode node) {
        Metadata metadata = Metadata.of(node);
        JsonNode spec = pod.path("spec");
        String named = spec.path("nodeName").asString("");
        if (!named.isEmpty() && !named.equals(metadata.name())) {
            return UNWANTED;
        }
        if (!NodeTerms.required(spec, metadata.name(), metadata.labels())) {
            return UNWANTED;
        }
        List<Toleration> tolerations = Toleration.ofPod(pod);
        List<Taint> unsuffered =
                Taint.ofNode(node).stream()
                        .filter(taint -> !taint.effect().equals(Taint.PREFER_NO_SCHEDULE))
                        .filter(taint -> !Toleration.anyTolerates(tolerations, taint))
                        .toList();
        if (unsuffered.isEmpty()) {
            return WANTED;
        }
        boolean driven = unsuffered.stream().anyMatch(t -> t.effect().equals(Taint.NO_EXECUTE));
        return driven ? UNWANTED : SUFFERED;
    }
}
