package io.pinisi.cluster.controllers.deployment;

import io.pinisi.cluster.controllers.TemplateHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of one rollout.
 *
 * @param current the set of the present template, null where there is none yet
 * @param old the sets of earlier templates, oldest first
 */
record Rollout(
        DeploymentView deployment, @Nullable ReplicaSetView current, List<ReplicaSetView> old) {
    Rollout {
        old = List.copyOf(old);
    }

    static Rollout of(DeploymentView deployment, List<ReplicaSetView> sets) {
        List<ReplicaSetView> sorted = new ArrayList<>(sets);
        sorted.sort(ReplicaSetView.OLDEST_FIRST);
        Optional<ReplicaSetView> current =
                sorted.stream()
                        .filter(set -> TemplateHash.same(set.template(), deployment.template()))
                        .findFirst();
        current.ifPresent(sorted::remove);
        return new Rollout(deployment, current.orElse(null), sorted);
    }

    Rollout with(ReplicaSetView newCurrent) {
        return new Rollout(deployment, newCurrent, old);
    }

    List<ReplicaSetView> all() {
        return Stream.concat(old.stream(), Stream.ofNullable(current)).toList();
    }

    List<ReplicaSetView> active() {
        return all().stream().filter(ReplicaSetView::isActive).toList();
    }

    int sum(ToIntFunction<ReplicaSetView> count) {
        return all().stream().mapToInt(count).sum();
    }

    int allowedTotal() {
        return deployment.replicas() + deployment.maxSurge();
    }
}
