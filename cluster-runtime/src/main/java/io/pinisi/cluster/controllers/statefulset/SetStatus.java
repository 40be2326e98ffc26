package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Computes a stateful set's status. Pure. */
final class SetStatus {
    private SetStatus() {}

    static ObjectNode of(SetState state, int collisions) {
        StatefulSetView set = state.set();
        int replicas = state.pods().size();
        int ready = count(state, SetState::isRunningAndReady);
        int updated = count(state, pod -> isCounted(pod) && state.isUpdated(pod));
        boolean complete =
                set.isRolling()
                        && replicas == set.replicas()
                        && updated == replicas
                        && ready == replicas;
        int current = complete ? updated : count(state, pod -> isCounted(pod) && isOld(state, pod));
        ObjectNode status = Json.object();
        status.put("observedGeneration", set.metadata().generation());
        status.put("replicas", replicas);
        put(status, "readyReplicas", ready);
        status.put("availableReplicas", count(state, state::isAvailable));
        put(status, "currentReplicas", current);
        put(status, "updatedReplicas", updated);
        status.put("currentRevision", complete ? state.update().name() : state.current().name());
        status.put("updateRevision", state.update().name());
        status.put("collisionCount", collisions);
        JsonNode conditions = set.status().get("conditions");
        if (conditions != null) {
            status.set("conditions", conditions);
        }
        return status;
    }

    private static boolean isCounted(PodView pod) {
        return !pod.metadata().isDeleting();
    }

    private static boolean isOld(SetState state, PodView pod) {
        return SetState.revision(pod).equals(state.current().name());
    }

    private static int count(SetState state, Predicate<PodView> condition) {
        return Math.toIntExact(state.pods().values().stream().filter(condition).count());
    }

    private static void put(ObjectNode status, String field, int count) {
        if (count > 0) {
            status.put(field, count);
        }
    }

    /** When the next ready pod becomes available just by waiting. */
    static Optional<Duration> nextAvailable(SetState state) {
        int minReady = state.set().minReadySeconds();
        return state.pods().values().stream()
                .filter(pod -> SetState.isRunningAndReady(pod) && !state.isAvailable(pod))
                .flatMap(pod -> Stream.ofNullable(pod.readySince()))
                .map(since -> Duration.between(state.now(), since.plusSeconds(minReady)))
                .min(Duration::compareTo);
    }
}
