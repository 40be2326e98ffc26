package io.pinisi.federation.whatif;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Taint;
import io.pinisi.federation.placement.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Something that may be done to the federation, or happen to it. */
public sealed interface Change {
    /** A policy is made, or takes the place of the one of the same name. */
    record PolicyWritten(Policy policy) implements Change {}

    record PolicyDeleted(ObjectKey key) implements Change {}

    /** A cluster has these taints from now on, beside those that follow from its health. */
    record Tainted(String cluster, List<Taint> taints) implements Change {
        public Tainted {
            taints = List.copyOf(taints);
        }
    }

    record Labelled(String cluster, Map<String, String> labels) implements Change {
        public Labelled {
            labels = Map.copyOf(labels);
        }
    }

    /**
     * A cluster does not answer any more, and does not come back.
     *
     * @param horizon how long after that is looked at: tolerations longer than that hold
     */
    record Lost(String cluster, Duration horizon) implements Change {}

    /** A cluster leaves the federation. */
    record Unjoined(String cluster) implements Change {}

    /** These objects are placed anew, as if they were nowhere yet. */
    record Rebalanced(Set<Template> templates) implements Change {
        public Rebalanced {
            templates = Set.copyOf(templates);
        }
    }

    /**
     * Replicas that find no node are placed elsewhere.
     *
     * @param stranded how many of each object, by cluster
     */
    record Descheduled(Map<Template, Map<String, Integer>> stranded) implements Change {
        public Descheduled {
            stranded = Map.copyOf(stranded);
        }
    }

    /** The world as it is when this is done. */
    default World applyTo(World world) {
        return switch (this) {
            case PolicyWritten(Policy policy) -> {
                List<Policy> policies = new ArrayList<>(world.policies());
                policies.removeIf(one -> one.key().equals(policy.key()));
                policies.add(policy);
                yield world.withPolicies(policies);
            }
            case PolicyDeleted(ObjectKey key) ->
                    world.withPolicies(
                            world.policies().stream()
                                    .filter(one -> !one.key().equals(key))
                                    .toList());
            case Tainted(String name, List<Taint> taints) ->
                    change(world, name, cluster -> cluster.withTaints(mixed(cluster, taints)));
            case Labelled(String name, Map<String, String> labels) ->
                    change(world, name, cluster -> cluster.withLabels(labels));
            case Lost(String name, Duration horizon) ->
                    change(world, name, cluster -> cluster.withTaints(lost(cluster, world)))
                            .at(world.now().plus(horizon));
            case Rebalanced(Set<Template> templates) ->
                    world.withItems(
                            world.items().stream()
                                    .map(
                                            item ->
                                                    templates.contains(item.template())
                                                            ? item.afresh()
                                                            : item)
                                    .toList());
            case Descheduled(Map<Template, Map<String, Integer>> stranded) ->
                    world.withItems(
                            world.items().stream()
                                    .map(item -> without(item, stranded.get(item.template())))
                                    .toList());
            case Unjoined(String name) -> change(world, name, ClusterFacts::asLeaving);
        };
    }

    private static World.Item without(World.Item item, @Nullable Map<String, Integer> stranded) {
        return stranded == null ? item : item.without(stranded);
    }

    private static World change(World world, String name, UnaryOperator<ClusterFacts> change) {
        return world.cluster(name).map(change).map(world::with).orElse(world);
    }

    private static List<Taint> mixed(ClusterFacts cluster, List<Taint> taints) {
        List<Taint> all = new ArrayList<>(taints);
        cluster.taints().stream().filter(Taint::isByCondition).forEach(all::add);
        return all;
    }

    private static List<Taint> lost(ClusterFacts cluster, World world) {
        List<Taint> all = new ArrayList<>(cluster.taints());
        all.addAll(Taint.unreachableSince(world.now()));
        return all;
    }
}
