package io.pinisi.cluster.controllers.daemonset;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.PodFactory;
import io.pinisi.cluster.machinery.json.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a daemon set's pods, and reads for which node one was made. */
record DaemonPods(DaemonSetView set, String hash, ObjectNode reference) {
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String GENERATION = "deprecated.daemonset.template.generation";

    /** Troubles of a node that a daemon lives through. */
    private static final List<String> UNSCHEDULABLE =
            List.of("disk-pressure", "memory-pressure", "pid-pressure", "unschedulable");

    private static final List<String> UNHEALTHY = List.of("not-ready", "unreachable");

    /** A pod that no node has been chosen for. */
    ObjectNode pod() {
        ObjectNode pod = PodFactory.fromTemplate(set.tree(), set.template(), reference);
        ObjectNode labels = pod.withObject("metadata").withObject("labels");
        labels.put(DaemonSetView.HASH_LABEL, hash);
        String generation = set.metadata().annotation(GENERATION);
        if (generation != null) {
            labels.put("pod-template-generation", generation);
        }
        tolerateTroubles(pod.withObject("spec"));
        return pod;
    }

    /** A pod that only this node can take. */
    ObjectNode pod(String node) {
        ObjectNode pod = pod();
        ObjectNode affinity =
                pod.withObject("spec").withObject("affinity").withObject("nodeAffinity");
        ObjectNode term = affinity.putObject(REQUIRED).putArray("nodeSelectorTerms").addObject();
        term.putArray("matchFields")
                .addObject()
                .put("key", "metadata.name")
                .put("operator", "In")
                .putArray("values")
                .add(node);
        return pod;
    }

    private static void tolerateTroubles(ObjectNode spec) {
        ArrayNode tolerations = spec.withArray("tolerations");
        UNHEALTHY.forEach(trouble -> tolerate(tolerations, trouble, "NoExecute"));
        UNSCHEDULABLE.forEach(trouble -> tolerate(tolerations, trouble, "NoSchedule"));
        if (spec.path("hostNetwork").asBoolean(false)) {
            tolerate(tolerations, "network-unavailable", "NoSchedule");
        }
    }

    private static void tolerate(ArrayNode tolerations, String trouble, String effect) {
        ObjectNode toleration =
                Json.object()
                        .put("key", "node.kubernetes.io/" + trouble)
                        .put("operator", "Exists")
                        .put("effect", effect);
        for (JsonNode present : tolerations) {
            if (present.equals(toleration)) {
                return;
            }
        }
        tolerations.add(toleration);
    }

    /** The node a pod runs on or is meant for; empty where neither is said. */
    static String nodeOf(PodView pod) {
        if (!pod.nodeName().isEmpty()) {
            return pod.nodeName();
        }
        for (JsonNode term :
                pod.spec()
                        .path("affinity")
                        .path("nodeAffinity")
                        .path(REQUIRED)
                        .path("nodeSelectorTerms")) {
            for (JsonNode field : term.path("matchFields")) {
                if (field.path("key").asString("").equals("metadata.name")) {
                    return field.path("values").path(0).asString("");
                }
            }
        }
        return "";
    }
}
