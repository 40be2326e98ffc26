package io.pinisi.cluster.controllers.daemonset;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.value.IntOrPercent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the controller asks about a daemon set. */
record DaemonSetView(ObjectNode tree) {
    static final String HASH_LABEL = "controller-revision-hash";
    private static final IntOrPercent ONE = new IntOrPercent(1, false);
    private static final IntOrPercent NONE = new IntOrPercent(0, false);

    Metadata metadata() {
        return Metadata.of(tree);
    }

    JsonNode spec() {
        return tree.path("spec");
    }

    JsonNode template() {
        return spec().path("template");
    }

    int minReadySeconds() {
        return spec().path("minReadySeconds").asInt(0);
    }

    int revisionHistoryLimit() {
        return spec().path("revisionHistoryLimit").asInt(10);
    }

    int collisionCount() {
        return tree.path("status").path("collisionCount").asInt(0);
    }

    boolean isRolling() {
        return !spec().path("updateStrategy").path("type").asString("").equals("OnDelete");
    }

    /** Nodes that may be without the pod during an update. */
    int maxUnavailable(int desired) {
        return rolling("maxUnavailable", ONE).upOf(desired);
    }

    /** Nodes that may have an old and a new pod during an update. */
    int maxSurge(int desired) {
        return rolling("maxSurge", NONE).upOf(desired);
    }

    private IntOrPercent rolling(String field, IntOrPercent orElse) {
        JsonNode amount = spec().path("updateStrategy").path("rollingUpdate").path(field);
        return IntOrPercent.of(amount).orElse(orElse);
    }
}
