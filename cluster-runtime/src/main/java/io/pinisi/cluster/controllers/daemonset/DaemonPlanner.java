package io.pinisi.cluster.controllers.daemonset;

import io.pinisi.cluster.controller.view.PodView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides which nodes get a pod and which pods go. Pure; used once. */
final class DaemonPlanner {
    /** Pods that one pass creates at most, and deletes at most. */
    private static final int BURST = 250;

    /** A pod that ended by itself is replaced no sooner after it was made. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final DaemonState state;
    private final int maxSurge;
    private final List<String> create = new ArrayList<>();
    private final List<PodView> delete = new ArrayList<>();
    private final List<PodView> ended = new ArrayList<>();

    private DaemonPlanner(DaemonState state) {
        this.state = state;
        this.maxSurge =
                state.set().isRolling() ? state.set().maxSurge(state.wantedNodes().size()) : 0;
    }

    static DaemonPlan plan(DaemonState state) {
        DaemonPlanner planner = new DaemonPlanner(state);
        state.fits().forEach(planner::look);
        planner.endLost();
        return new DaemonPlan(
                planner.create.stream().limit(BURST).toList(),
                planner.delete.stream().limit(BURST).toList(),
                planner.ended);
    }

    /** How long until an ended pod may be replaced. */
    static Optional<Duration> pause(DaemonState state) {
        return state.pods().values().stream()
                .flatMap(List::stream)
                .filter(PodView::isTerminal)
                .map(pod -> pauseOf(pod, state.now()))
                .filter(Duration::isPositive)
                .min(Duration::compareTo);
    }

    private static Duration pauseOf(PodView pod, Instant now) {
        Instant made =
                Objects.requireNonNullElse(pod.metadata().creationTimestamp(), Instant.EPOCH);
        return Duration.between(now, made.plus(PAUSE));
    }

    private void look(String node, NodeFit fit) {
        List<PodView> pods =
                state.on(node).stream().filter(pod -> !pod.metadata().isDeleting()).toList();
        switch (fit) {
            case UNWANTED -> delete.addAll(pods);
            case SUFFERED -> keepOne(pods);
            case WANTED -> {
                if (state.on(node).isEmpty()) {
                    create.add(node);
                } else {
                    keepOne(pods);
                }
            }
        }
    }

    private void keepOne(List<PodView> pods) {
        List<PodView> alive = new ArrayList<>();
        for (PodView pod : pods) {
            if (!pod.isTerminal()) {
                alive.add(pod);
            } else if (!pauseOf(pod, state.now()).isPositive()) {
                ended.add(pod);
                delete.add(pod);
            }
        }
        if (alive.size() > 1) {
            delete.addAll(maxSurge > 0 ? surplusOfSurge(alive) : alive.subList(1, alive.size()));
        }
    }

    /** During a surge the oldest of the old and the oldest of the new stay. */
    private List<PodView> surplusOfSurge(List<PodView> alive) {
        List<PodView> current = alive.stream().filter(state::isCurrent).toList();
        List<PodView> old = alive.stream().filter(pod -> !state.isCurrent(pod)).toList();
        List<PodView> surplus = new ArrayList<>();
        surplus.addAll(current.subList(Math.min(1, current.size()), current.size()));
        surplus.addAll(old.subList(Math.min(1, old.size()), old.size()));
        if (!current.isEmpty() && !old.isEmpty() && state.isAvailable(current.getFirst())) {
            surplus.add(old.getFirst());
        }
        return surplus;
    }

    /** Pods for nodes that are gone and that never ran; those that did are the collector's. */
    private void endLost() {
        state.pods()
                .forEach(
                        (node, pods) -> {
                            if (!state.fits().containsKey(node)) {
                                pods.stream()
                                        .filter(pod -> pod.nodeName().isEmpty())
                                        .filter(pod -> !pod.metadata().isDeleting())
                                        .forEach(delete::add);
                            }
                        });
    }
}
