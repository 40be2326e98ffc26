package io.pinisi.cluster.controllers.daemonset;

import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Computes a daemon set's status. Pure. */
final class DaemonStatus {
    private DaemonStatus() {}

    static ObjectNode of(DaemonState state, int collisions) {
        DaemonSetView set = state.set();
        int desired = state.wantedNodes().size();
        int available = count(state, state::isAvailable);
        ObjectNode status = Json.object();
        status.put("currentNumberScheduled", count(state, _ -> true));
        status.put("desiredNumberScheduled", desired);
        status.put("numberMisscheduled", misscheduled(state));
        status.put("numberReady", count(state, PodView::isReady));
        put(status, "updatedNumberScheduled", count(state, state::isCurrent));
        put(status, "numberAvailable", available);
        put(status, "numberUnavailable", desired - available);
        put(status, "collisionCount", collisions);
        status.put("observedGeneration", set.metadata().generation());
        JsonNode conditions = set.tree().path("status").get("conditions");
        if (conditions != null) {
            status.set("conditions", conditions);
        }
        return status;
    }

    private static void put(ObjectNode status, String field, int count) {
        if (count > 0) {
            status.put(field, count);
        }
    }

    /** Wanted nodes for whose pod it holds; of two, during a surge, it is enough that one does. */
    private static int count(DaemonState state, Predicate<PodView> holds) {
        return Math.toIntExact(
                state.wantedNodes().stream()
                        .filter(node -> state.on(node).stream().anyMatch(holds))
                        .count());
    }

    private static int misscheduled(DaemonState state) {
        return Math.toIntExact(
                state.fits().entrySet().stream()
                        .filter(fit -> fit.getValue() != NodeFit.WANTED)
                        .filter(fit -> !state.on(fit.getKey()).isEmpty())
                        .count());
    }

    /** When the next ready pod becomes available just by waiting. */
    static Optional<Duration> nextAvailable(DaemonState state) {
        int minReady = state.set().minReadySeconds();
        return state.pods().values().stream()
                .flatMap(List::stream)
                .filter(pod -> pod.isReady() && !state.isAvailable(pod))
                .flatMap(pod -> Stream.ofNullable(pod.readySince()))
                .map(since -> Duration.between(state.now(), since.plusSeconds(minReady)))
                .min(Duration::compareTo);
    }
}
