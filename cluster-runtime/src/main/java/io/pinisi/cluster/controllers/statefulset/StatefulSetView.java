package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the controller asks about a stateful set. */
record StatefulSetView(ObjectNode tree) {

    Metadata metadata() {
        return Metadata.of(tree);
    }

    JsonNode spec() {
        return tree.path("spec");
    }

    JsonNode status() {
        return tree.path("status");
    }

    int replicas() {
        return spec().path("replicas").asInt(1);
    }

    /** The ordinal of the first pod. */
    int start() {
        return spec().path("ordinals").path("start").asInt(0);
    }

    boolean isWanted(int ordinal) {
        return ordinal >= start() && ordinal < start() + replicas();
    }

    boolean isOrdered() {
        return !spec().path("podManagementPolicy").asString("").equals("Parallel");
    }

    boolean isRolling() {
        return !spec().path("updateStrategy").path("type").asString("").equals("OnDelete");
    }

    /** Pods from this one on, counted from the start, are updated. */
    int partition() {
        return spec().path("updateStrategy").path("rollingUpdate").path("partition").asInt(0);
    }

    int minReadySeconds() {
        return spec().path("minReadySeconds").asInt(0);
    }

    int revisionHistoryLimit() {
        return spec().path("revisionHistoryLimit").asInt(10);
    }

    int collisionCount() {
        return status().path("collisionCount").asInt(0);
    }

    String serviceName() {
        return spec().path("serviceName").asString("");
    }

    List<ObjectNode> claimTemplates() {
        List<ObjectNode> templates = new ArrayList<>();
        for (JsonNode template : spec().path("volumeClaimTemplates")) {
            if (template instanceof ObjectNode object) {
                templates.add(object);
            }
        }
        return templates;
    }

    boolean deletesClaims(String when) {
        return spec().path("persistentVolumeClaimRetentionPolicy")
                .path(when)
                .asString("")
                .equals("Delete");
    }
}
