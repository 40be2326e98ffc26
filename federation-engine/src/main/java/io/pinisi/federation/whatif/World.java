package io.pinisi.federation.whatif;

import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Company;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.PlacementRules;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.PolicyIndex;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Terms;
import io.pinisi.federation.placement.Territory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The federation as placement sees it, at a moment.
 *
 * @param items by name
 */
public record World(
        List<Item> items, List<Policy> policies, List<ClusterFacts> clusters, Instant now) {
    public World {
        items =
                items.stream()
                        .sorted(Comparator.comparing(item -> item.template().toString()))
                        .toList();
        policies = List.copyOf(policies);
        clusters = List.copyOf(clusters);
    }

    /**
     * One object that may be placed.
     *
     * @param holder the policy that placed it, or null
     * @param terms what it was placed by, or null
     * @param targets where it is decided to be
     * @param required whether others pull it along
     * @param territory what no policy can go beyond
     */
    public record Item(
            TemplateFacts facts,
            @Nullable ObjectKey holder,
            @Nullable Terms terms,
            Previous previous,
            List<Target> targets,
            boolean required,
            Territory territory) {
        public Item {
            targets = List.copyOf(targets);
        }

        /** Of an object that is no tenant's. */
        public Item(
                TemplateFacts facts,
                @Nullable ObjectKey holder,
                @Nullable Terms terms,
                Previous previous,
                List<Target> targets,
                boolean required) {
            this(facts, holder, terms, previous, targets, required, Territory.EVERYWHERE);
        }

        public Item within(Territory bounds) {
            return new Item(facts, holder, terms, previous, targets, required, bounds);
        }

        Item afresh() {
            return new Item(facts, holder, terms, previous.afresh(), targets, required, territory);
        }

        Item without(Map<String, Integer> stranded) {
            return new Item(
                    facts, holder, terms, previous.without(stranded), targets, required, territory);
        }

        public Template template() {
            return new Template(facts.kind(), facts.key());
        }

        int replicasIn(String cluster) {
            return targets.stream()
                    .filter(target -> target.cluster().equals(cluster))
                    .mapToInt(target -> target.replicas().orElse(0))
                    .sum();
        }
    }

    PolicyIndex index() {
        return new PolicyIndex(policies);
    }

    /** The policy that decides about an object; what no policy selects keeps its old terms. */
    static Optional<Terms> terms(PolicyIndex index, Item item) {
        return index.select(item.facts(), item.holder())
                .map(Policy::terms)
                .or(() -> Optional.ofNullable(item.terms()));
    }

    /**
     * The rules for one object, with heed to where the others are.
     *
     * @param targets where each is
     */
    PlacementRules rules(
            PolicyIndex index, Item item, Terms terms, Function<Item, List<Target>> targets) {
        PlacementRules rules = terms.rules().within(item.territory());
        if (rules.affinity().isEmpty()) {
            return rules;
        }
        List<Company.Peer> peers = new ArrayList<>();
        for (Item other : items) {
            terms(index, other)
                    .map(
                            own ->
                                    new Company.Peer(
                                            other.facts(),
                                            own.rules().affinity(),
                                            targets.apply(other).stream()
                                                    .map(Target::cluster)
                                                    .toList()))
                    .ifPresent(peers::add);
        }
        return rules.beside(Company.of(item.facts(), rules.affinity(), peers));
    }

    World withItems(List<Item> other) {
        return new World(other, policies, clusters, now);
    }

    World withPolicies(List<Policy> other) {
        return new World(items, other, clusters, now);
    }

    World with(ClusterFacts cluster) {
        List<ClusterFacts> others = new ArrayList<>(clusters);
        others.replaceAll(one -> one.name().equals(cluster.name()) ? cluster : one);
        return new World(items, policies, others, now);
    }

    World at(Instant moment) {
        return new World(items, policies, clusters, moment);
    }

    Optional<ClusterFacts> cluster(String name) {
        return clusters.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
