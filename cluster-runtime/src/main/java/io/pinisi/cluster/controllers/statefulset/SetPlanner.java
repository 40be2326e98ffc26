package io.pinisi.cluster.controllers.statefulset;

import io.pinisi.cluster.controller.view.PodView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which pods are made, ended and updated next. Pure; used once. */
final class SetPlanner {
    private final SetState state;
    private final StatefulSetView set;
    private final List<SetAction> actions = new ArrayList<>();

    private SetPlanner(SetState state) {
        this.state = state;
        this.set = state.set();
    }

    static List<SetAction> plan(SetState state) {
        SetPlanner planner = new SetPlanner(state);
        planner.plan();
        return List.copyOf(planner.actions);
    }

    /** Each step waits for the one before where pods are managed in order. */
    private void plan() {
        if (fill() && shrink() && actions.isEmpty() && set.isRolling()) {
            roll();
        }
    }

    /** Returns whether the next step may be taken. */
    private boolean fill() {
        for (int ordinal = set.start(); ordinal < set.start() + set.replicas(); ordinal++) {
            PodView pod = state.pods().get(ordinal);
            if (pod == null) {
                actions.add(new SetAction.Create(ordinal, state.revisionFor(ordinal)));
            } else if (pod.isTerminal() && !pod.metadata().isDeleting()) {
                actions.add(new SetAction.Recreate(pod));
            } else {
                mend(ordinal, pod);
                if (state.isAvailable(pod) && !pod.metadata().isDeleting()) {
                    continue;
                }
            }
            if (set.isOrdered()) {
                return false;
            }
        }
        return true;
    }

    private void mend(int ordinal, PodView pod) {
        if (!new Identity(set, ordinal).isOf(pod.tree()) && !pod.metadata().isDeleting()) {
            actions.add(new SetAction.Mend(ordinal, pod));
        }
    }

    private boolean shrink() {
        PodView unhealthy = firstUnhealthy();
        for (Map.Entry<Integer, PodView> entry : state.condemned()) {
            PodView pod = entry.getValue();
            boolean going = pod.metadata().isDeleting();
            boolean mayGo = state.isAvailable(pod) || pod.equals(unhealthy) || !set.isOrdered();
            if (!going && mayGo) {
                actions.add(new SetAction.Delete(pod));
            }
            if (set.isOrdered()) {
                return false;
            }
        }
        return true;
    }

    /** The lowest pod that is not healthy; it may go before others have come up. */
    private @Nullable PodView firstUnhealthy() {
        return state.pods().values().stream()
                .filter(pod -> !state.isHealthy(pod))
                .findFirst()
                .orElse(null);
    }

    /** From the highest ordinal down, one at a time; each must be available before the next. */
    private void roll() {
        int last = set.start() + set.replicas() - 1;
        for (int ordinal = last; ordinal >= set.start() + set.partition(); ordinal--) {
            PodView pod = state.pods().get(ordinal);
            if (pod == null) {
                return;
            }
            if (!state.isUpdated(pod) && !pod.metadata().isDeleting()) {
                actions.add(new SetAction.Delete(pod));
                return;
            }
            if (!state.isHealthy(pod) || !state.isAvailable(pod)) {
                return;
            }
        }
    }
}
