package io.pinisi.cluster.ingress.gateway;

import io.pinisi.cluster.ingress.route.Pool;
import io.pinisi.cluster.ingress.route.Target;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses targets: of the best tier that can serve, each in turn by its weight, smoothly (a target
 * of weight 3 among one of weight 1 gets no three requests in a row). Thread-safe; guarded by
 * {@code this}.
 */
final class Balancer {
    private final GatewayLimits limits;
    private final InstantSource clock;

    /** What each target of a pool is owed. */
    private final Map<Turn, Double> owed = new HashMap<>();

    private final Map<Target, Integer> inWork = new HashMap<>();
    private final Map<Target, Instant> resting = new HashMap<>();

    private record Turn(String pool, Target target) {}

    Balancer(GatewayLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Takes a place at a target; {@link #release} gives it back. Those that rest serve only where
     * all others are tried or full.
     *
     * @param tried targets that this request was offered to already
     */
    synchronized Optional<Target> take(Pool pool, Set<Target> tried) {
        Instant now = clock.instant();
        List<Target> free =
                pool.targets().stream()
                        .filter(target -> !tried.contains(target))
                        .filter(target -> inWork.getOrDefault(target, 0) < limits.perTarget())
                        .toList();
        List<Target> rested = free.stream().filter(target -> !isResting(target, now)).toList();
        List<Target> candidates = rested.isEmpty() ? free : rested;
        int tier = candidates.stream().mapToInt(Target::tier).min().orElse(0);
        Optional<Target> next =
                next(
                        pool.name(),
                        candidates.stream().filter(target -> target.tier() == tier).toList());
        next.ifPresent(target -> inWork.merge(target, 1, Integer::sum));
        return next;
    }

    private boolean isResting(Target target, Instant now) {
        Instant until = resting.get(target);
        return until != null && now.isBefore(until);
    }

    private Optional<Target> next(String pool, List<Target> candidates) {
        double total = candidates.stream().mapToDouble(Target::weight).sum();
        for (Target target : candidates) {
            owed.merge(new Turn(pool, target), target.weight(), Double::sum);
        }
        Optional<Target> next =
                candidates.stream().max(Comparator.comparingDouble(target -> owed(pool, target)));
        next.ifPresent(target -> owed.merge(new Turn(pool, target), -total, Double::sum));
        return next;
    }

    private double owed(String pool, Target target) {
        return Objects.requireNonNullElse(owed.get(new Turn(pool, target)), 0.0);
    }

    synchronized void release(Target target) {
        inWork.computeIfPresent(target, (_, count) -> count > 1 ? count - 1 : null);
    }

    /** The target could not be reached. */
    synchronized void failed(Target target) {
        resting.put(target, clock.instant().plus(limits.rest()));
    }

    /** Forgets what is no target any more. */
    synchronized void retain(Set<Target> targets) {
        owed.keySet().removeIf(turn -> !targets.contains(turn.target()));
        resting.keySet().retainAll(targets);
    }
}
