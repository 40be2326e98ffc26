package io.pinisi.cluster.controllers.deployment;

import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a rollout asks about one of its replica sets. */
record ReplicaSetView(ObjectNode tree) {
    static final Comparator<ReplicaSetView> OLDEST_FIRST =
            Comparator.comparing(ReplicaSetView::created).thenComparing(ReplicaSetView::name);
    static final Comparator<ReplicaSetView> NEWEST_FIRST =
            Comparator.comparing(ReplicaSetView::created)
                    .reversed()
                    .thenComparing(ReplicaSetView::name);

    Metadata metadata() {
        return Metadata.of(tree);
    }

    String name() {
        return metadata().name();
    }

    Instant created() {
        return Objects.requireNonNullElse(metadata().creationTimestamp(), Instant.EPOCH);
    }

    int replicas() {
        return tree.path("spec").path("replicas").asInt(0);
    }

    int actual() {
        return count("replicas");
    }

    int ready() {
        return count("readyReplicas");
    }

    int available() {
        return count("availableReplicas");
    }

    /**
     * Pods that will still serve once the set has its size: a set just scaled down may not have
     * counted again yet.
     */
    int serving() {
        return Math.min(available(), replicas());
    }

    private int count(String field) {
        return tree.path("status").path(field).asInt(0);
    }

    boolean isActive() {
        return replicas() > 0;
    }

    JsonNode template() {
        return tree.path("spec").path("template");
    }

    int minReadySeconds() {
        return tree.path("spec").path("minReadySeconds").asInt(0);
    }

    long revision() {
        return number(RevisionNotes.REVISION);
    }

    /** A number kept in an annotation, or -1. */
    long number(String annotation) {
        String text = metadata().annotation(annotation);
        if (text == null) {
            return -1;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Whether its controller has seen its present spec. */
    boolean isObserved() {
        return tree.path("status").path("observedGeneration").asLong(0) >= metadata().generation();
    }

    /** The same set at another size, as it will be once scaled. */
    ReplicaSetView sized(int replicas) {
        ObjectNode copy = tree.deepCopy();
        copy.withObject("spec").put("replicas", replicas);
        return new ReplicaSetView(copy);
    }
}
