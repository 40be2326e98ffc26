package io.pinisi.cluster.controllers.deployment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides the next step of a rollout. Pure. Each step changes either the new set or the old ones;
 * the next one is taken when the effect is seen.
 */
final class RolloutPlanner {
    private RolloutPlanner() {}

    /** The next step of a rolling update, empty where there is none to take now. */
    static List<Resize> rolling(Rollout rollout) {
        ReplicaSetView current = rollout.current();
        if (current == null) {
            return List.of();
        }
        int wanted = sizeOfCurrent(rollout, current.replicas());
        return wanted == current.replicas()
                ? shrinkOld(rollout, current)
                : List.of(new Resize(current, wanted));
    }

    /** The size that the new set may have now, given what it has. */
    static int sizeOfCurrent(Rollout rollout, int has) {
        DeploymentView deployment = rollout.deployment();
        if (!deployment.isRolling() || has > deployment.replicas()) {
            return deployment.replicas();
        }
        int total = rollout.sum(ReplicaSetView::replicas);
        int room = Math.max(0, rollout.allowedTotal() - total);
        return has + Math.min(room, deployment.replicas() - has);
    }

    /** All old sets at zero: the first step of Recreate. */
    static List<Resize> stopOld(Rollout rollout) {
        return rollout.old().stream()
                .filter(ReplicaSetView::isActive)
                .map(set -> new Resize(set, 0))
                .toList();
    }

    private static List<Resize> shrinkOld(Rollout rollout, ReplicaSetView current) {
        DeploymentView deployment = rollout.deployment();
        int minAvailable = deployment.replicas() - deployment.maxUnavailable();
        int total = rollout.sum(ReplicaSetView::replicas);
        int unavailableNew = current.replicas() - current.serving();
        int maxShrink = total - minAvailable - unavailableNew;
        if (maxShrink <= 0) {
            return List.of();
        }
        Map<ReplicaSetView, Integer> sizes = new LinkedHashMap<>();
        rollout.old().stream()
                .filter(ReplicaSetView::isActive)
                .forEach(set -> sizes.put(set, set.replicas()));
        dropUnhealthy(sizes, maxShrink);
        dropHealthy(sizes, rollout.sum(ReplicaSetView::serving) - minAvailable);
        List<Resize> plan = new ArrayList<>();
        sizes.forEach(
                (set, size) -> {
                    if (size != set.replicas()) {
                        plan.add(new Resize(set, size));
                    }
                });
        return plan;
    }

    /** Old pods that are not available serve nobody and go first. */
    private static void dropUnhealthy(Map<ReplicaSetView, Integer> sizes, int limit) {
        int left = limit;
        for (Map.Entry<ReplicaSetView, Integer> entry : sizes.entrySet()) {
            int unhealthy = entry.getKey().replicas() - entry.getKey().serving();
            int drop = Math.clamp(unhealthy, 0, left);
            entry.setValue(entry.getValue() - drop);
            left -= drop;
        }
    }

    private static void dropHealthy(Map<ReplicaSetView, Integer> sizes, int limit) {
        int left = Math.max(0, limit);
        for (Map.Entry<ReplicaSetView, Integer> entry : sizes.entrySet()) {
            int drop = Math.min(entry.getValue(), left);
            entry.setValue(entry.getValue() - drop);
            left -= drop;
        }
    }

    /** Sets of templates long past that may be forgotten. */
    static List<ReplicaSetView> obsolete(Rollout rollout) {
        List<ReplicaSetView> past =
                rollout.old().stream()
                        .filter(set -> !set.metadata().isDeleting())
                        .sorted(
                                Comparator.comparingLong(ReplicaSetView::revision)
                                        .thenComparing(ReplicaSetView.OLDEST_FIRST))
                        .toList();
        int surplus = past.size() - rollout.deployment().revisionHistoryLimit();
        return past.stream()
                .limit(Math.max(0, surplus))
                .filter(set -> !set.isActive() && set.actual() == 0 && set.isObserved())
                .toList();
    }
}
