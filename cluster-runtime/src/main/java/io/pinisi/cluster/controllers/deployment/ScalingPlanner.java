package io.pinisi.cluster.controllers.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides sizes when the wanted number changes, or while a deployment is paused: in the middle of a
 * rollout all active sets grow or shrink in proportion, so that the risk stays what it was. Pure.
 */
final class ScalingPlanner {
    private ScalingPlanner() {}

    /** Whether the wanted number changed since the sets were last scaled. */
    static boolean isScaled(Rollout rollout) {
        return rollout.active().stream()
                .mapToLong(set -> set.number(RevisionNotes.DESIRED))
                .anyMatch(desired -> desired >= 0 && desired != rollout.deployment().replicas());
    }

    static List<Resize> plan(Rollout rollout) {
        int wanted = rollout.deployment().replicas();
        List<ReplicaSetView> active = rollout.active();
        if (active.size() <= 1) {
            ReplicaSetView only = active.isEmpty() ? latest(rollout) : active.getFirst();
            return only == null || only.replicas() == wanted
                    ? List.of()
                    : List.of(new Resize(only, wanted));
        }
        if (isSaturated(rollout)) {
            return RolloutPlanner.stopOld(rollout);
        }
        return rollout.deployment().isRolling() ? inProportion(rollout, active) : List.of();
    }

    private static @Nullable ReplicaSetView latest(Rollout rollout) {
        ReplicaSetView current = rollout.current();
        if (current != null) {
            return current;
        }
        return rollout.old().isEmpty() ? null : rollout.old().getLast();
    }

    /** Whether the new set alone already serves everything that is wanted. */
    private static boolean isSaturated(Rollout rollout) {
        ReplicaSetView current = rollout.current();
        int wanted = rollout.deployment().replicas();
        return current != null
                && current.replicas() == wanted
                && current.number(RevisionNotes.DESIRED) == wanted
                && current.available() == wanted;
    }

    private static List<Resize> inProportion(Rollout rollout, List<ReplicaSetView> active) {
        int allowed = rollout.deployment().replicas() > 0 ? rollout.allowedTotal() : 0;
        int change = allowed - active.stream().mapToInt(ReplicaSetView::replicas).sum();
        Comparator<ReplicaSetView> ties =
                change > 0 ? ReplicaSetView.NEWEST_FIRST : ReplicaSetView.OLDEST_FIRST;
        List<ReplicaSetView> largestFirst =
                active.stream()
                        .sorted(
                                Comparator.comparingInt(ReplicaSetView::replicas)
                                        .reversed()
                                        .thenComparing(ties))
                        .toList();
        List<Resize> plan = new ArrayList<>();
        int given = 0;
        for (ReplicaSetView set : largestFirst) {
            int share = share(rollout, set, change, given);
            plan.add(new Resize(set, set.replicas() + share));
            given += share;
        }
        Resize largest = plan.getFirst();
        int size = Math.max(0, largest.replicas() + change - given);
        plan.set(0, new Resize(largest.set(), size));
        return plan;
    }

    private static int share(Rollout rollout, ReplicaSetView set, int change, int given) {
        int left = change - given;
        if (set.replicas() == 0 || change == 0 || left == 0) {
            return 0;
        }
        int fraction = fraction(rollout, set);
        return change > 0 ? Math.min(fraction, left) : Math.max(fraction, left);
    }

    private static int fraction(Rollout rollout, ReplicaSetView set) {
        if (rollout.deployment().replicas() == 0) {
            return -set.replicas();
        }
        long before = set.number(RevisionNotes.MAX);
        if (before <= 0) {
            before = rollout.deployment().status().path("replicas").asLong(0);
        }
        if (before == 0) {
            return 0;
        }
        double size = (double) set.replicas() * rollout.allowedTotal() / before;
        return Math.toIntExact(Math.round(size)) - set.replicas();
    }
}
