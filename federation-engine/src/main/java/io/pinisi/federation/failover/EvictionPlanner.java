package io.pinisi.federation.failover;

import io.pinisi.federation.placement.ApplicationFailover;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Rule;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.ReplicaScheduling;
import io.pinisi.federation.placement.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says which copies wait to be given up after a decision. Pure.
 *
 * @param terms what the policy says of copies that have to leave
 * @param staying clusters that are members and not leaving
 * @param healthy whether a cluster has what was decided for it, and it is well there
 * @param gone whether a cluster was seen without the object
 */
public record EvictionPlanner(
        FailoverPolicy policy,
        Terms terms,
        Set<String> staying,
        Predicate<String> healthy,
        Predicate<String> gone,
        Instant now) {
    private static final String ELSEWHERE = "it is placed elsewhere now";

    public EvictionPlanner {
        staying = Set.copyOf(staying);
    }

    /**
     * @param before where the object was decided to be
     * @param tasks what waits already
     * @param decision where it is decided to be now
     * @param move why it goes although nothing drives it away; null for no such reason
     */
    public List<EvictionTask> plan(
            List<Target> before,
            List<EvictionTask> tasks,
            Decision decision,
            EvictionTask.@Nullable Reason move) {
        Surplus surplus = Surplus.of(before, tasks);
        boolean settled = before.equals(decision.targets());
        List<EvictionTask> next = new ArrayList<>();
        for (EvictionTask task : surplus.departures()) {
            boolean back = decision.target(task.fromCluster()).isPresent();
            if (!back && staying.contains(task.fromCluster()) && !isDone(task, decision, settled)) {
                next.add(task);
            }
        }
        Surplus open = surplus.without(task -> isTakenOver(task, surplus, decision, settled));
        int leaving = 0;
        for (Target target : before) {
            Optional<EvictionTask> task =
                    reason(open.whole(target), before, decision, surplus.departures(), move);
            leaving += task.map(EvictionTask::replicas).orElse(OptionalInt.empty()).orElse(0);
            task.ifPresent(next::add);
        }
        if (isDivided() && terms.purge() == Terms.Purge.GRACEFULLY) {
            EvictionTask.Reason why = move == null ? EvictionTask.Reason.PLACEMENT_CHANGED : move;
            next.addAll(open.plan(decision, leaving, (t, count) -> shrinking(t, count, why)));
        }
        return next;
    }

    /** Whether clusters run parts of one whole, and can take over from each other. */
    private boolean isDivided() {
        return !(terms.rules().scheduling() instanceof ReplicaScheduling.Duplicated);
    }

    private EvictionTask shrinking(Target target, int surplus, EvictionTask.Reason why) {
        return task(
                new Target(target.cluster(), OptionalInt.of(surplus)),
                why,
                "others run what it ran",
                policy.grace(),
                EvictionTask.Purge.GRACEFULLY);
    }

    /** What clusters that shrink have does not count: it may be why they do. */
    private boolean isTakenOver(
            EvictionTask task, Surplus surplus, Decision decision, boolean settled) {
        boolean healed =
                decision.clusters().stream().filter(one -> !surplus.keeps(one)).allMatch(healthy);
        return (settled && healed) || task.isOverdue(now);
    }

    /** What was only just decided cannot have been seen healthy yet. */
    private boolean isDone(EvictionTask task, Decision decision, boolean settled) {
        if (task.purge() == EvictionTask.Purge.NEVER) {
            return gone.test(task.fromCluster());
        }
        if (decision.targets().isEmpty()) {
            return task.isPlanned();
        }
        boolean healed =
                settled && decision.targets().stream().map(Target::cluster).allMatch(healthy);
        return healed || task.isOverdue(now);
    }

    private Optional<EvictionTask> reason(
            Target target,
            List<Target> before,
            Decision decision,
            List<EvictionTask> waiting,
            EvictionTask.@Nullable Reason move) {
        String cluster = target.cluster();
        if (decision.target(cluster).isPresent() || !staying.contains(cluster)) {
            return Optional.empty();
        }
        List<Finding> objections =
                decision.verdicts().stream()
                        .filter(verdict -> verdict.cluster().equals(cluster))
                        .flatMap(verdict -> verdict.findings().stream())
                        .filter(found -> !found.passed())
                        .toList();
        Optional<Finding> drive =
                objections.stream().filter(found -> found.rule().drivesAway()).findFirst();
        if (drive.isPresent() && drive.get().rule() == Rule.CLUSTER_EVICTION) {
            return failed(target, drive.get().why());
        }
        boolean forbidden = objections.stream().anyMatch(found -> found.rule() == Rule.TENANCY);
        if (forbidden || terms.purge() == Terms.Purge.DIRECTLY) {
            return Optional.empty();
        }
        if (drive.isPresent()) {
            EvictionTask.Reason why = move == null ? EvictionTask.Reason.TAINT_UNTOLERATED : move;
            return Optional.of(gracefully(target, why, drive.get().why()));
        }
        return move == null
                ? planned(target, before, decision, waiting)
                : Optional.of(gracefully(target, move, words(move)));
    }

    /**
     * Nothing happened to the copy, it is only not wanted there any more. It goes at once where
     * nobody has to take its place: the others are there and well, or there are to be none.
     */
    private Optional<EvictionTask> planned(
            Target target, List<Target> before, Decision decision, List<EvictionTask> waiting) {
        if (decision.targets().isEmpty()) {
            return Optional.empty();
        }
        if (decision.targets().stream().anyMatch(one -> grows(one, before))) {
            return Optional.of(
                    gracefully(target, EvictionTask.Reason.PLACEMENT_CHANGED, ELSEWHERE));
        }
        boolean well =
                waiting.isEmpty()
                        && decision.targets().stream().map(Target::cluster).allMatch(healthy);
        return well
                ? Optional.empty()
                : Optional.of(
                        gracefully(
                                target,
                                EvictionTask.Reason.PLACEMENT_NARROWED,
                                "it is placed in fewer clusters now"));
    }

    private boolean grows(Target target, List<Target> before) {
        int least = isDivided() ? target.replicas().orElse(0) : 0;
        return before.stream()
                .filter(one -> one.cluster().equals(target.cluster()))
                .noneMatch(one -> one.replicas().orElse(0) >= least);
    }

    private EvictionTask gracefully(Target target, EvictionTask.Reason reason, String why) {
        return task(target, reason, why, policy.grace(), EvictionTask.Purge.GRACEFULLY);
    }

    private static String words(EvictionTask.Reason move) {
        return switch (move) {
            case DESCHEDULED -> "its replicas find no node there";
            case REBALANCED -> "it was placed anew";
            case FAILOVER_REVERTED -> "the cluster it had fled from is back";
            case PLACEMENT_CHANGED, PLACEMENT_NARROWED -> ELSEWHERE;
            case TAINT_UNTOLERATED, APPLICATION_FAILURE -> "it has to leave";
        };
    }

    private Optional<EvictionTask> failed(Target target, String why) {
        ApplicationFailover application = terms.application();
        if (application == null) {
            return Optional.empty();
        }
        EvictionTask.Reason reason = EvictionTask.Reason.APPLICATION_FAILURE;
        return switch (application.purge()) {
            case DIRECTLY -> Optional.empty();
            case NEVER ->
                    Optional.of(task(target, reason, why, Duration.ZERO, EvictionTask.Purge.NEVER));
            case GRACEFULLY ->
                    Optional.of(
                            task(
                                    target,
                                    reason,
                                    why,
                                    application.grace(),
                                    EvictionTask.Purge.GRACEFULLY));
        };
    }

    private EvictionTask task(
            Target target,
            EvictionTask.Reason reason,
            String why,
            Duration grace,
            EvictionTask.Purge purge) {
        return new EvictionTask(
                target.cluster(),
                target.replicas(),
                reason,
                why,
                grace.toSeconds(),
                purge,
                now.truncatedTo(ChronoUnit.SECONDS));
    }
}
