package io.pinisi.federation.whatif;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.PolicyIndex;
import io.pinisi.federation.placement.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What policies select, and what none does.
 *
 * @param policies one use for each policy, by name
 * @param unmatched objects that go nowhere, by name
 */
public record Coverage(List<Use> policies, List<Template> unmatched) {
    public Coverage {
        policies = List.copyOf(policies);
        unmatched = List.copyOf(unmatched);
    }

    /**
     * One policy.
     *
     * @param selected objects that its selectors meet
     * @param placed those of them that it decides about
     * @param shadowedBy who decides about the others, with how many
     */
    public record Use(Policy policy, int selected, int placed, Map<ObjectKey, Integer> shadowedBy) {
        public Use {
            shadowedBy = Map.copyOf(shadowedBy);
        }

        /** Whether its selectors meet nothing at all. */
        public boolean isIdle() {
            return selected == 0;
        }

        /** Whether other policies decide about everything it selects. */
        public boolean isShadowed() {
            return selected > 0 && placed == 0;
        }
    }

    public static Coverage of(World world) {
        PolicyIndex index = world.index();
        Map<ObjectKey, Integer> placed = new HashMap<>();
        Map<ObjectKey, Integer> selected = new HashMap<>();
        Map<ObjectKey, Map<ObjectKey, Integer>> shadows = new HashMap<>();
        List<Template> unmatched = new ArrayList<>();
        for (World.Item item : world.items()) {
            Optional<ObjectKey> decider =
                    index.select(item.facts(), item.holder()).map(Policy::key);
            if (decider.isEmpty() && item.terms() == null && !item.required()) {
                unmatched.add(item.template());
            }
            decider.ifPresent(key -> placed.merge(key, 1, Integer::sum));
            for (Policy policy : world.policies()) {
                if (!policy.selects(item.facts())) {
                    continue;
                }
                selected.merge(policy.key(), 1, Integer::sum);
                decider.filter(key -> !key.equals(policy.key()))
                        .ifPresent(
                                key ->
                                        shadows.computeIfAbsent(
                                                        policy.key(), absent -> new TreeMap<>())
                                                .merge(key, 1, Integer::sum));
            }
        }
        List<Use> uses =
                world.policies().stream()
                        .sorted(Comparator.comparing(Policy::key))
                        .map(
                                policy ->
                                        new Use(
                                                policy,
                                                selected.getOrDefault(policy.key(), 0),
                                                placed.getOrDefault(policy.key(), 0),
                                                shadows.getOrDefault(policy.key(), Map.of())))
                        .toList();
        return new Coverage(uses, unmatched);
    }
}
