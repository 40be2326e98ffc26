package io.pinisi.federation.rollout;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.NodeGrades;
import io.pinisi.federation.rollout.Plan.Action;
import io.pinisi.federation.rollout.Progress.State;
import io.pinisi.federation.rollout.Sight.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A fleet that does what the planner says, as far as its clusters are there. Between any two steps
 * the progress goes through its written form, as if the hub had been restarted.
 */
final class Voyage {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<String, ClusterFacts> clusters = new TreeMap<>();
    private final Set<String> away = new TreeSet<>();
    private final Set<String> sick = new TreeSet<>();
    private final Set<String> missing = new HashSet<>();
    private final List<Action> actions = new ArrayList<>();
    private Strategy strategy;
    private Instant now = START;
    private String target = "a";
    private Set<String> authors = Set.of();
    private Control control = Control.NONE;
    private @Nullable Progress progress;

    Voyage(String spec, ClusterFacts... members) {
        this.strategy = strategy(spec);
        for (ClusterFacts member : members) {
            join(member);
        }
    }

    static Strategy strategy(String spec) {
        return Strategy.of(
                Yaml.parse("metadata: {namespace: shop, name: careful}\nspec:\n" + spec.indent(2))
                        .getFirst());
    }

    static ClusterFacts cluster(String name, Map<String, String> labels) {
        return new ClusterFacts(
                name,
                labels,
                "",
                "",
                List.of(),
                List.of(),
                Set.of(),
                null,
                NodeGrades.NONE,
                false,
                Map.of());
    }

    void join(ClusterFacts cluster) {
        clusters.put(cluster.name(), cluster);
    }

    void leave(String cluster) {
        clusters.remove(cluster);
        away.remove(cluster);
        sick.remove(cluster);
    }

    void change(String revision) {
        target = revision;
    }

    void changedBy(String... names) {
        authors = Set.of(names);
    }

    void away(String cluster, boolean is) {
        set(away, cluster, is);
    }

    /** Whatever is brought there does not get well. */
    void sick(String cluster, boolean is) {
        set(sick, cluster, is);
    }

    void missing(String cluster) {
        missing.add(cluster);
    }

    private static void set(Set<String> set, String one, boolean is) {
        if (is) {
            set.add(one);
        } else {
            set.remove(one);
        }
    }

    void control(Control next) {
        control = next;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void strategy(Strategy next) {
        strategy = next;
    }

    /** One step; returns what it does to clusters. */
    List<Action> step() {
        List<Sight> sights = clusters.values().stream().map(this::sight).toList();
        Plan plan =
                RolloutPlanner.plan(
                        new Situation(strategy, progress, target, authors, control, sights, now));
        progress = ProgressTree.read(ProgressTree.write(plan.next(), strategy));
        if (!progress.equals(plan.next())) {
            throw new AssertionError("what was written reads as " + progress);
        }
        List<Action> moves =
                plan.actions().stream().filter(one -> !(one instanceof Action.Tell)).toList();
        actions.addAll(moves);
        return moves;
    }

    /** Steps until nothing moves any more without time passing. */
    void settle() {
        for (int i = 0; i < 50; i++) {
            Progress before = progress;
            step();
            if (progress().equals(before)) {
                return;
            }
        }
        throw new AssertionError("never settles: " + progress());
    }

    private Sight sight(ClusterFacts cluster) {
        Progress.Cluster known = progress == null ? null : progress.clusters().get(cluster.name());
        View view = View.WELL;
        if (away.contains(cluster.name())) {
            view = View.AWAY;
        } else if (missing.contains(cluster.name())
                || (known != null && known.revision().isEmpty())) {
            view = View.ABSENT;
        } else if (sick.contains(cluster.name())) {
            view = View.UNWELL;
        }
        boolean current = known == null || known.revision().equals(target);
        return new Sight(cluster, view, view != View.ABSENT && current);
    }

    Progress progress() {
        if (progress == null) {
            throw new IllegalStateException("nothing happened yet");
        }
        return progress;
    }

    Phase phase() {
        return progress().phase();
    }

    State state(String cluster) {
        return member(cluster).state();
    }

    String revision(String cluster) {
        return member(cluster).revision();
    }

    private Progress.Cluster member(String cluster) {
        Progress.Cluster one = progress().clusters().get(cluster);
        if (one == null) {
            throw new AssertionError(cluster + " is not in " + progress());
        }
        return one;
    }

    /** The clusters that have the change, in the order in which they got it. */
    List<String> given() {
        return actions.stream()
                .filter(Action.Give.class::isInstance)
                .map(one -> ((Action.Give) one).cluster())
                .toList();
    }

    List<String> takenBack() {
        return actions.stream()
                .filter(Action.TakeBack.class::isInstance)
                .map(one -> ((Action.TakeBack) one).cluster())
                .toList();
    }

    List<ClusterFacts> members() {
        return List.copyOf(clusters.values());
    }

    boolean isAway(String cluster) {
        return away.contains(cluster);
    }

    boolean isSick(String cluster) {
        return sick.contains(cluster);
    }
}
