package io.pinisi.federation.whatif;

import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Result;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Patience;
import io.pinisi.federation.placement.PlacementRules;
import io.pinisi.federation.placement.Placer;
import io.pinisi.federation.placement.PolicyIndex;
import io.pinisi.federation.placement.ResourceAmounts;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.Terms;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a change would do. What follows workloads as their dependency moves with them and is not
 * counted.
 *
 * @param moves objects that would be elsewhere, or could not be where they should, by name
 * @param clusters by name
 * @param untouched objects that stay as they are
 */
public record BlastRadius(List<Move> moves, List<Effect> clusters, int untouched) {
    public BlastRadius {
        moves = List.copyOf(moves);
        clusters = List.copyOf(clusters);
    }

    /**
     * One object.
     *
     * @param requests what one replica of it asks of a cluster
     * @param after where it would be; as before where it cannot be placed
     * @param problem why it cannot, or empty
     * @param decision with the reasons per cluster
     */
    public record Move(
            Template template,
            ResourceAmounts requests,
            List<Target> before,
            List<Target> after,
            String problem,
            Decision decision) {
        public Move {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }

        public boolean isStuck() {
            return !problem.isEmpty();
        }

        int change(String cluster) {
            return replicas(after, cluster) - replicas(before, cluster);
        }

        private static int replicas(List<Target> targets, String cluster) {
            return targets.stream()
                    .filter(target -> target.cluster().equals(cluster))
                    .mapToInt(target -> target.replicas().orElse(0))
                    .sum();
        }

        private static boolean isIn(List<Target> targets, String cluster) {
            return targets.stream().anyMatch(target -> target.cluster().equals(cluster));
        }
    }

    /**
     * One cluster.
     *
     * @param arriving objects that would come, and {@code leaving} those that would go
     * @param replicasIn replicas more, and {@code replicasOut} those less, over all objects
     * @param free what no pod would have asked for then; null where the capacity is not known
     */
    public record Effect(
            String cluster,
            int arriving,
            int leaving,
            int replicasIn,
            int replicasOut,
            @Nullable ResourceAmounts free) {
        /** Whether more would be asked of it than it has. */
        public boolean isOvercommitted() {
            return free != null && free.isNegative();
        }

        public boolean isTouched() {
            return arriving + leaving + replicasIn + replicasOut > 0;
        }
    }

    /**
     * @param unsaid how long a cluster that is not ready keeps its objects where a policy says
     *     nothing
     */
    public static BlastRadius of(World world, Change change, Duration unsaid) {
        World after = change.applyTo(world);
        PolicyIndex index = after.index();
        Patience patience = new Patience(after.now(), unsaid);
        Map<String, ClusterFacts> clusters = new TreeMap<>();
        after.clusters().forEach(cluster -> clusters.put(cluster.name(), cluster));
        Map<Template, Move> settled = new LinkedHashMap<>();
        Deque<World.Item> open = new ArrayDeque<>(after.items());
        while (!open.isEmpty()) {
            World.Item item = open.removeFirst();
            Terms terms = World.terms(index, item).orElse(null);
            if (terms == null) {
                continue;
            }
            PlacementRules rules = after.rules(index, item, terms, one -> targets(settled, one));
            List<Target> before = targets(settled, item);
            Move move = move(item, rules, List.copyOf(clusters.values()), patience);
            clusters.replaceAll((name, cluster) -> settle(cluster, move));
            settled.put(item.template(), move);
            if (!rules.affinity().isEmpty() && !before.equals(move.after())) {
                open.addAll(waiting(after, item, settled));
            }
        }
        List<Move> moves =
                settled.values().stream()
                        .filter(move -> move.isStuck() || !move.before().equals(move.after()))
                        .toList();
        int untouched = settled.size() - moves.size();
        List<Effect> effects =
                clusters.values().stream().map(cluster -> effect(cluster, moves)).toList();
        return new BlastRadius(moves, effects, untouched);
    }

    /** Where an object is once those before it are settled. */
    private static List<Target> targets(Map<Template, Move> settled, World.Item item) {
        Move move = settled.get(item.template());
        return move == null ? item.targets() : move.after();
    }

    /** Those that found no place so far may find one now that this object went elsewhere. */
    private static List<World.Item> waiting(
            World world, World.Item moved, Map<Template, Move> settled) {
        return world.items().stream()
                .filter(item -> !item.template().equals(moved.template()))
                .filter(
                        item ->
                                Objects.equals(
                                        item.template().key().namespace(),
                                        moved.template().key().namespace()))
                .filter(item -> settled.containsKey(item.template()))
                .filter(item -> targets(settled, item).isEmpty())
                .toList();
    }

    private static Move move(
            World.Item item, PlacementRules rules, List<ClusterFacts> clusters, Patience patience) {
        Decision decision = Placer.place(item.facts(), rules, clusters, item.previous(), patience);
        String problem =
                switch (decision.result()) {
                    case Result.Placed _ -> "";
                    case Result.NoClusterFit() -> "no cluster fits";
                    case Result.Unschedulable(String why) -> why;
                };
        boolean kept = decision.result() instanceof Result.Unschedulable;
        return new Move(
                item.template(),
                item.facts().requests(),
                item.targets(),
                kept ? item.targets() : decision.targets(),
                problem,
                decision);
    }

    /** What an object takes, or gives back, the next ones find taken or free. */
    private static ClusterFacts settle(ClusterFacts cluster, Move move) {
        int more = move.change(cluster.name());
        ResourceAmounts free = cluster.free();
        return free == null || more == 0
                ? cluster
                : cluster.withFree(free.minus(move.requests().times(more)));
    }

    private static Effect effect(ClusterFacts cluster, List<Move> moves) {
        String name = cluster.name();
        int arriving = 0;
        int leaving = 0;
        int in = 0;
        int out = 0;
        for (Move move : moves) {
            boolean was = Move.isIn(move.before(), name);
            boolean is = Move.isIn(move.after(), name);
            arriving += !was && is ? 1 : 0;
            leaving += was && !is ? 1 : 0;
            int change = move.change(name);
            in += Math.max(0, change);
            out += Math.max(0, -change);
        }
        return new Effect(name, arriving, leaving, in, out, cluster.free());
    }
}
