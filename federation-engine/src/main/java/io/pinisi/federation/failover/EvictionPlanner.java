package io.pinisi.federation.failover;

import io.pinisi.federation.placement.ApplicationFailover;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Rule;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        List<EvictionTask> next = new ArrayList<>();
        boolean settled = before.equals(decision.targets());
        for (EvictionTask task : tasks) {
            boolean back = decision.target(task.fromCluster()).isPresent();
            if (!back && staying.contains(task.fromCluster()) && !isDone(task, decision, settled)) {
                next.add(task);
            }
        }
        for (Target target : before) {
            reason(target, decision, move).ifPresent(why -> next.add(why));
        }
        return next;
    }

    /** What was only just decided cannot have been seen healthy yet. */
    private boolean isDone(EvictionTask task, Decision decision, boolean settled) {
        if (task.purge() == EvictionTask.Purge.NEVER) {
            return gone.test(task.fromCluster());
        }
        if (decision.targets().isEmpty()) {
            return false;
        }
        boolean healed =
                settled && decision.targets().stream().map(Target::cluster).allMatch(healthy);
        return healed || task.isOverdue(now);
    }

    /** Copies that go for other reasons, such as another policy, are nobody's loss. */
    private Optional<EvictionTask> reason(
            Target target, Decision decision, EvictionTask.@Nullable Reason move) {
        String cluster = target.cluster();
        if (decision.target(cluster).isPresent() || !staying.contains(cluster)) {
            return Optional.empty();
        }
        List<Finding> findings =
                decision.verdicts().stream()
                        .filter(verdict -> verdict.cluster().equals(cluster))
                        .flatMap(verdict -> verdict.findings().stream())
                        .toList();
        Optional<Finding> drive =
                findings.stream()
                        .filter(found -> found.rule().drivesAway() && !found.passed())
                        .findFirst();
        if (drive.isPresent() && drive.get().rule() == Rule.CLUSTER_EVICTION) {
            return failed(target, drive.get().why());
        }
        if ((drive.isEmpty() && move == null) || terms.purge() == Terms.Purge.DIRECTLY) {
            return Optional.empty();
        }
        String why = drive.map(Finding::why).orElseGet(() -> words(move));
        EvictionTask.Reason reason = move == null ? EvictionTask.Reason.TAINT_UNTOLERATED : move;
        return Optional.of(
                task(target, reason, why, policy.grace(), EvictionTask.Purge.GRACEFULLY));
    }

    private static String words(EvictionTask.@Nullable Reason move) {
        return move == EvictionTask.Reason.REBALANCED
                ? "it was placed anew"
                : "the cluster it had fled from is back";
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
