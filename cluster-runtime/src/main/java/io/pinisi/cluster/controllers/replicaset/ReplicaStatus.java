package io.pinisi.cluster.controllers.replicaset;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Conditions.Condition;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Computes a ReplicaSet's status from its active pods. Pure. */
final class ReplicaStatus {
    private static final String FAILURE = "ReplicaFailure";

    private ReplicaStatus() {}

    /** Why the pods are not as many as they should be. */
    record Failure(String reason, String message) {}

    static ObjectNode of(
            ObjectNode set, List<PodView> active, @Nullable Failure failure, Instant now) {
        Map<String, String> labels = Metadata.of(set.path("spec").path("template")).labels();
        int minReady = minReadySeconds(set);
        ObjectNode status = Json.object();
        status.put("replicas", active.size());
        put(
                status,
                "fullyLabeledReplicas",
                active.stream()
                        .filter(
                                pod ->
                                        pod.metadata()
                                                .labels()
                                                .entrySet()
                                                .containsAll(labels.entrySet()))
                        .count());
        put(status, "readyReplicas", active.stream().filter(PodView::isReady).count());
        put(
                status,
                "availableReplicas",
                active.stream().filter(pod -> pod.isAvailable(minReady, now)).count());
        status.put("observedGeneration", Metadata.of(set).generation());
        JsonNode conditions = set.path("status").get("conditions");
        if (conditions != null) {
            status.set("conditions", conditions.deepCopy());
        }
        setFailure(status, failure, now);
        return status;
    }

    private static void put(ObjectNode status, String field, long count) {
        if (count > 0) {
            status.put(field, Math.toIntExact(count));
        }
    }

    private static void setFailure(ObjectNode status, @Nullable Failure failure, Instant now) {
        if (failure == null) {
            Conditions.remove(status, FAILURE);
            if (status.path("conditions").isEmpty()) {
                status.remove("conditions");
            }
            return;
        }
        if (Conditions.find(status, FAILURE).isEmpty()) {
            Conditions.set(
                    status, Condition.of(FAILURE, true, failure.reason(), failure.message()), now);
        }
    }

    static int minReadySeconds(ObjectNode set) {
        return set.path("spec").path("minReadySeconds").asInt(0);
    }

    /** When the next ready pod becomes available just by waiting. */
    static Optional<Duration> nextAvailable(ObjectNode set, List<PodView> active, Instant now) {
        int minReady = minReadySeconds(set);
        return active.stream()
                .filter(pod -> pod.isReady() && !pod.isAvailable(minReady, now))
                .map(PodView::readySince)
                .flatMap(since -> Stream.ofNullable(since))
                .map(since -> Duration.between(now, since.plusSeconds(minReady)))
                .min(Duration::compareTo);
    }
}
