package io.pinisi.federation.propagation;

import io.pinisi.federation.failover.EvictionPlanner;
import io.pinisi.federation.failover.EvictionTask;
import io.pinisi.federation.failover.FailoverPolicy;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.Terms;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a decision means for the copies that the one before it placed: which wait to be given up,
 * which were given up for successors, and where the object may still go back to.
 */
record Departures(
        FailoverPolicy failover, ClusterView clusters, Binder.Copies copies, InstantSource clock) {

    List<EvictionTask> evictions(
            @Nullable Terms terms,
            Decision decision,
            EvictionTask.@Nullable Reason move,
            @Nullable Binding binding) {
        if (binding == null || terms == null) {
            return List.of();
        }
        if (decision.result() instanceof Decision.Result.Unschedulable) {
            return binding.evictions();
        }
        return new EvictionPlanner(
                        failover,
                        terms,
                        staying(),
                        cluster -> copies.isHealthy(cluster, binding.template()),
                        cluster -> copies.isGone(cluster, binding.template()),
                        clock.instant())
                .plan(binding.ownTargets(), binding.evictions(), decision, move);
    }

    private Set<String> staying() {
        return clusters.facts().stream()
                .filter(cluster -> !cluster.leaving())
                .map(ClusterFacts::name)
                .collect(Collectors.toSet());
    }

    /** Kept from the first flight on, until the object is back or has settled elsewhere. */
    @Nullable Previous beforeFlight(
            List<EvictionTask> evictions,
            Decision decision,
            EvictionTask.@Nullable Reason move,
            @Nullable Binding binding) {
        boolean departs =
                evictions.stream().anyMatch(task -> decision.target(task.fromCluster()).isEmpty());
        if (!departs || move != null || binding == null) {
            return null;
        }
        Previous home = binding.beforeFlight();
        if (home != null) {
            return home;
        }
        return binding.departures().isEmpty() ? binding.previous() : null;
    }

    /** Why an object leaves its refuge again. */
    static EvictionTask.Reason wayBack(List<EvictionTask> away) {
        boolean planned = away.stream().allMatch(EvictionTask::isPlanned);
        return planned
                ? EvictionTask.Reason.PLACEMENT_CHANGED
                : EvictionTask.Reason.FAILOVER_REVERTED;
    }

    /** Copies that were given up for healthy successors, as long as they may still be there. */
    Set<String> succeeded(
            List<Target> targets, List<EvictionTask> evictions, @Nullable Binding binding) {
        if (binding == null) {
            return Set.of();
        }
        Set<String> succeeded = new TreeSet<>(binding.succeeded());
        boolean well =
                targets.stream()
                        .allMatch(target -> copies.isHealthy(target.cluster(), binding.template()));
        if (well && !targets.isEmpty()) {
            binding.departures().stream()
                    .filter(EvictionTask::isMove)
                    .forEach(task -> succeeded.add(task.fromCluster()));
        }
        evictions.forEach(task -> succeeded.remove(task.fromCluster()));
        targets.forEach(target -> succeeded.remove(target.cluster()));
        succeeded.retainAll(binding.placed());
        return succeeded;
    }
}
