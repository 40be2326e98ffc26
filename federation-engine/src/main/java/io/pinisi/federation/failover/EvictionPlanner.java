package io.pinisi.federation.failover;

import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Rule;
import io.pinisi.federation.placement.Decision.Target;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says which copies wait to be given up after a decision. Pure.
 *
 * @param staying clusters that are members and not leaving
 * @param healthy whether a cluster has what was decided for it, and it is well there
 */
public record EvictionPlanner(
        FailoverPolicy policy, Set<String> staying, Predicate<String> healthy, Instant now) {
    public EvictionPlanner {
        staying = Set.copyOf(staying);
    }

    /**
     * @param before where the object was decided to be
     * @param tasks what waits already
     * @param decision where it is decided to be now
     * @param reverted whether it goes back to a cluster that it had fled from
     */
    public List<EvictionTask> plan(
            List<Target> before, List<EvictionTask> tasks, Decision decision, boolean reverted) {
        List<EvictionTask> next = new ArrayList<>();
        boolean settled = before.equals(decision.targets());
        for (EvictionTask task : tasks) {
            boolean back = decision.target(task.fromCluster()).isPresent();
            if (!back && staying.contains(task.fromCluster()) && !isDone(task, decision, settled)) {
                next.add(task);
            }
        }
        for (Target target : before) {
            reason(target, decision, reverted).ifPresent(why -> next.add(why));
        }
        return next;
    }

    /** What was only just decided cannot have been seen healthy yet. */
    private boolean isDone(EvictionTask task, Decision decision, boolean settled) {
        if (decision.targets().isEmpty()) {
            return false;
        }
        boolean healed =
                settled && decision.targets().stream().map(Target::cluster).allMatch(healthy);
        return healed || task.isOverdue(now);
    }

    /** Copies that go for other reasons, such as another policy, are nobody's loss. */
    private Optional<EvictionTask> reason(Target target, Decision decision, boolean reverted) {
        String cluster = target.cluster();
        if (decision.target(cluster).isPresent() || !staying.contains(cluster)) {
            return Optional.empty();
        }
        List<Finding> findings =
                decision.verdicts().stream()
                        .filter(verdict -> verdict.cluster().equals(cluster))
                        .flatMap(verdict -> verdict.findings().stream())
                        .toList();
        Optional<Finding> taint =
                findings.stream()
                        .filter(found -> found.rule() == Rule.TAINT_TOLERATION && !found.passed())
                        .findFirst();
        if (taint.isEmpty() && !reverted) {
            return Optional.empty();
        }
        String why = taint.map(Finding::why).orElse("the cluster it had fled from is back");
        return Optional.of(
                new EvictionTask(
                        cluster,
                        target.replicas(),
                        reverted
                                ? EvictionTask.Reason.FAILOVER_REVERTED
                                : EvictionTask.Reason.TAINT_UNTOLERATED,
                        why,
                        policy.grace().toSeconds(),
                        now.truncatedTo(ChronoUnit.SECONDS)));
    }
}
