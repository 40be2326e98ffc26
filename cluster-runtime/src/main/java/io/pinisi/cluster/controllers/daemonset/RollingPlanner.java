package io.pinisi.cluster.controllers.daemonset;

import io.pinisi.cluster.controller.view.PodView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides which nodes go over to the new template next. Pure; used once. */
final class RollingPlanner {
    private final DaemonState state;
    private final List<String> create = new ArrayList<>();
    private final List<PodView> delete = new ArrayList<>();

    private RollingPlanner(DaemonState state) {
        this.state = state;
    }

    static DaemonPlan plan(DaemonState state) {
        if (!state.set().isRolling()) {
            return DaemonPlan.NOTHING;
        }
        RollingPlanner planner = new RollingPlanner(state);
        int desired = state.wantedNodes().size();
        int surge = state.set().maxSurge(desired);
        if (surge > 0) {
            planner.surge(surge);
        } else {
            planner.replace(state.set().maxUnavailable(desired));
        }
        return new DaemonPlan(planner.create, planner.delete, List.of());
    }

    /**
     * A node's pods of the new and of earlier templates.
     *
     * @param isOdd whether there are more than one of either, which is not for an update to mend
     */
    private record Pair(@Nullable PodView current, @Nullable PodView old, boolean isOdd) {}

    private Pair pair(String node) {
        PodView current = null;
        PodView old = null;
        for (PodView pod : state.on(node)) {
            if (pod.metadata().isDeleting()) {
                continue;
            }
            if (state.isCurrent(pod)) {
                if (current != null) {
                    return new Pair(current, old, true);
                }
                current = pod;
            } else {
                if (old != null) {
                    return new Pair(current, old, true);
                }
                old = pod;
            }
        }
        return new Pair(current, old, false);
    }

    /** Ends old pods, so that no more nodes than allowed are without an available one. */
    private void replace(int maxUnavailable) {
        int unavailable = 0;
        List<PodView> candidates = new ArrayList<>();
        for (String node : state.wantedNodes()) {
            Pair pair = pair(node);
            PodView old = pair.old();
            PodView current = pair.current();
            if (pair.isOdd() || (old == null) == (current == null)) {
                unavailable++;
            } else if (current != null) {
                unavailable += state.isAvailable(current) ? 0 : 1;
            } else if (old != null && !state.isAvailable(old)) {
                delete.add(old);
                unavailable++;
            } else if (old != null) {
                candidates.add(old);
            }
        }
        candidates.stream().limit(Math.max(0, maxUnavailable - unavailable)).forEach(delete::add);
    }

    /** Makes new pods beside old ones, and ends the old ones once the new are available. */
    private void surge(int maxSurge) {
        int surging = 0;
        List<String> candidates = new ArrayList<>();
        for (String node : state.wantedNodes()) {
            Pair pair = pair(node);
            PodView old = pair.old();
            PodView current = pair.current();
            if (pair.isOdd() || old == null) {
                continue;
            }
            if (current == null) {
                if (state.isAvailable(old)) {
                    candidates.add(node);
                } else {
                    create.add(node);
                }
            } else if (!state.isAvailable(old) || state.isAvailable(current)) {
                delete.add(old);
            } else {
                surging++;
            }
        }
        candidates.stream().limit(Math.max(0, maxSurge - surging)).forEach(create::add);
    }
}
