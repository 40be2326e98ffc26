package io.pinisi.federation.failover;

import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * What clusters run of a divided object beyond their share, so that replicas that move between them
 * are never missing: a share shrinks when those that grow were seen healthy. Pure.
 *
 * @param before where the object was decided to be
 * @param departures copies that are to go altogether
 * @param kept replicas that are to go in clusters that keep the object, by cluster
 */
record Surplus(List<Target> before, List<EvictionTask> departures, Map<String, EvictionTask> kept) {
    Surplus {
        before = List.copyOf(before);
        departures = List.copyOf(departures);
        kept = Map.copyOf(kept);
    }

    /** Makes the task for so many replicas of a target. */
    @FunctionalInterface
    interface Making {
        EvictionTask of(Target target, int surplus);
    }

    /** Sorts what waits. */
    static Surplus of(List<Target> before, List<EvictionTask> tasks) {
        List<EvictionTask> departures = new ArrayList<>();
        Map<String, EvictionTask> kept = new HashMap<>();
        for (EvictionTask task : tasks) {
            if (before.stream().anyMatch(one -> one.cluster().equals(task.fromCluster()))) {
                kept.put(task.fromCluster(), task);
            } else {
                departures.add(task);
            }
        }
        return new Surplus(before, departures, kept);
    }

    Surplus without(Predicate<EvictionTask> done) {
        Map<String, EvictionTask> open = new HashMap<>(kept);
        open.values().removeIf(done);
        return new Surplus(before, departures, open);
    }

    /** A share with what is kept beyond it. */
    Target whole(Target target) {
        int more = kept(target.cluster());
        return more == 0
                ? target
                : new Target(target.cluster(), OptionalInt.of(target.replicas().orElse(0) + more));
    }

    /**
     * What stays for now. No more is kept than the growing clusters have yet to run: what the
     * object as a whole loses goes at once.
     *
     * @param leaving replicas that wait in clusters that lose the object altogether
     */
    List<EvictionTask> plan(Decision decision, int leaving, Making making) {
        List<EvictionTask> next = new ArrayList<>();
        int owed = Math.max(0, growth(decision) - leaving);
        for (Target target : decision.targets()) {
            EvictionTask known = kept.get(target.cluster());
            int over = running(target.cluster()) - target.replicas().orElse(0);
            int old = Math.clamp(over, 0, kept(target.cluster()));
            int more = Math.clamp(over - old, 0, owed);
            owed -= more;
            if (more > 0) {
                next.add(making.of(target, old + more));
            } else if (old > 0 && known != null) {
                next.add(known.withReplicas(old));
            }
        }
        return next;
    }

    private int growth(Decision decision) {
        return decision.targets().stream()
                .mapToInt(one -> Math.max(0, one.replicas().orElse(0) - running(one.cluster())))
                .sum();
    }

    /** What a cluster runs that had the object; 0 for all others. */
    private int running(String cluster) {
        return before.stream()
                .filter(one -> one.cluster().equals(cluster))
                .mapToInt(one -> whole(one).replicas().orElse(0))
                .sum();
    }

    boolean keeps(String cluster) {
        return kept.containsKey(cluster);
    }

    private int kept(String cluster) {
        EvictionTask task = kept.get(cluster);
        return task == null ? 0 : task.replicas().orElse(0);
    }
}
