package io.pinisi.cluster.controllers.node;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Taint;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The taints that follow from a node's conditions; all others are left as they are, and so are all
 * of a node that has not reported yet. Pure.
 */
final class NodeTaints {
    static final String NOT_READY = "node.kubernetes.io/not-ready";
    static final String UNREACHABLE = "node.kubernetes.io/unreachable";
    private static final String UNSCHEDULABLE = "node.kubernetes.io/unschedulable";
    private static final String MEMORY = "node.kubernetes.io/memory-pressure";
    private static final String DISK = "node.kubernetes.io/disk-pressure";
    private static final String PIDS = "node.kubernetes.io/pid-pressure";
    private static final String NETWORK = "node.kubernetes.io/network-unavailable";
    private static final Set<String> OURS =
            Set.of(NOT_READY, UNREACHABLE, UNSCHEDULABLE, MEMORY, DISK, PIDS, NETWORK);

    private NodeTaints() {}

    /** The whole list as it must be; those that are there keep their time. */
    static ArrayNode of(JsonNode node, Instant now) {
        ArrayNode taints = Json.mapper().createArrayNode();
        if (Conditions.find(node.path("status"), "Ready").isEmpty()) {
            node.path("spec").path("taints").forEach(taints::add);
            return taints;
        }
        List<Taint> wanted = wanted(node);
        for (JsonNode present : node.path("spec").path("taints")) {
            Taint taint =
                    new Taint(
                            present.path("key").asString(""),
                            present.path("value").asString(""),
                            present.path("effect").asString(""));
            if (!OURS.contains(taint.key()) || wanted.remove(taint)) {
                taints.add(present);
            }
        }
        for (Taint taint : wanted) {
            ObjectNode added = taints.addObject();
            added.put("key", taint.key()).put("effect", taint.effect());
            if (taint.effect().equals(Taint.NO_EXECUTE)) {
                added.put("timeAdded", Timestamps.seconds(now));
            }
        }
        return taints;
    }

    private static List<Taint> wanted(JsonNode node) {
        List<Taint> wanted = new ArrayList<>();
        String ready = Conditions.status(node.path("status"), "Ready");
        if ("Unknown".equals(ready)) {
            wanted.add(new Taint(UNREACHABLE, "", Taint.NO_SCHEDULE));
            wanted.add(new Taint(UNREACHABLE, "", Taint.NO_EXECUTE));
        } else if (!"True".equals(ready)) {
            wanted.add(new Taint(NOT_READY, "", Taint.NO_SCHEDULE));
            wanted.add(new Taint(NOT_READY, "", Taint.NO_EXECUTE));
        }
        if (node.path("spec").path("unschedulable").asBoolean(false)) {
            wanted.add(new Taint(UNSCHEDULABLE, "", Taint.NO_SCHEDULE));
        }
        addIf(node, "MemoryPressure", MEMORY, wanted);
        addIf(node, "DiskPressure", DISK, wanted);
        addIf(node, "PIDPressure", PIDS, wanted);
        addIf(node, "NetworkUnavailable", NETWORK, wanted);
        return wanted;
    }

    private static void addIf(JsonNode node, String type, String key, List<Taint> wanted) {
        if (Conditions.isTrue(node.path("status"), type)) {
            wanted.add(new Taint(key, "", Taint.NO_SCHEDULE));
        }
    }
}
