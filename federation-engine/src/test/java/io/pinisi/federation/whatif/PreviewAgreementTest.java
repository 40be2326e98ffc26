package io.pinisi.federation.whatif;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.Company;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Patience;
import io.pinisi.federation.placement.PlacementPreview;
import io.pinisi.federation.placement.PlacementRules;
import io.pinisi.federation.placement.Placer;
import io.pinisi.federation.placement.Policy;
import io.pinisi.federation.placement.Previous;
import io.pinisi.federation.placement.Surroundings;
import io.pinisi.federation.placement.Template;
import io.pinisi.federation.placement.TemplateFacts;
import io.pinisi.federation.placement.Territory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Random fleets, objects and policies: what is previewed is what comes of it when the objects are
 * placed one after the other, each by the written decisions of the others, and those that wait are
 * tried again.
 */
final class PreviewAgreementTest {
    private static final int CASES = 300;
    private static final Patience PATIENCE = new Patience(Instant.EPOCH, Duration.ofSeconds(5));

    static LongStream seeds() {
        return LongStream.range(0, CASES);
    }

    /** One drawn case. */
    private record Case(List<ClusterFacts> clusters, List<ObjectNode> objects, ObjectNode policy) {
        static Case draw(long seed) {
            Random random = new Random(seed);
            List<ClusterFacts> clusters = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                clusters.add(cluster("c" + i, random));
            }
            List<ObjectNode> objects = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                objects.add(deployment("web-" + i, random));
            }
            return new Case(clusters, objects, policy(random));
        }

        private static ClusterFacts cluster(String name, Random random) {
            return ClusterFacts.of(
                    yaml(
                            """
                            apiVersion: cluster.karmada.io/v1alpha1
                            kind: Cluster
                            metadata: {name: %s, labels: {tier: %s}}
                            spec: {syncMode: Push, region: %s}
                            status: {conditions: [{type: Ready, status: "True"}]}
                            """
                                    .formatted(
                                            name,
                                            pick(random, "gold", "tin"),
                                            pick(random, "east", "west"))));
        }

        private static ObjectNode deployment(String name, Random random) {
            return yaml(
                    """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {namespace: shop, name: %s, labels: {team: %s, app: %s}}
                    spec: {replicas: %d}
                    """
                            .formatted(
                                    name,
                                    pick(random, "red", "blue"),
                                    pick(random, "a", "b", "c"),
                                    random.nextInt(8)));
        }

        private static ObjectNode policy(Random random) {
            String affinity =
                    pick(
                            random,
                            "",
                            "clusterAffinity: {labelSelector: {matchLabels: {tier: gold}}}, ",
                            "clusterAffinity: {exclude: [c1]}, ");
            String spread =
                    pick(
                            random,
                            "",
                            "spreadConstraints: [{spreadByField: cluster, maxGroups: 1}], ",
                            "spreadConstraints: [{spreadByField: cluster, minGroups: 2,"
                                    + " maxGroups: 3}], ");
            String division =
                    pick(
                            random,
                            "",
                            "replicaScheduling: {replicaSchedulingType: Divided,"
                                    + " replicaDivisionPreference: Weighted, weightPreference:"
                                    + " {staticWeightList: [{targetCluster: {clusterNames: [c0]},"
                                    + " weight: 2}, {targetCluster: {labelSelector: {matchLabels:"
                                    + " {tier: gold}}}, weight: 1}]}}, ",
                            "replicaScheduling: {replicaSchedulingType: Divided,"
                                    + " replicaDivisionPreference: Weighted}, ");
            String company =
                    pick(
                            random,
                            "",
                            "affinity: {groupByLabelKey: team}",
                            "antiAffinity: {groupByLabelKey: team}",
                            "affinity: {groupByLabelKey: app}, antiAffinity: {groupByLabelKey:"
                                    + " team}");
            return yaml(
                    """
                    apiVersion: policy.karmada.io/v1alpha1
                    kind: PropagationPolicy
                    metadata: {namespace: shop, name: all}
                    spec:
                      resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                      placement: {%s%s%sworkloadAffinity: {%s}}
                    """
                            .formatted(affinity, spread, division, company));
        }
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsPreviewedIsWhatComes(long seed) {
        Case drawn = Case.draw(seed);
        Map<Template, List<Target>> placed = schedule(drawn);

        Map<Template, List<Target>> form = new LinkedHashMap<>();
        PlacementPreview.of(drawn.objects(), drawn.policy().at("/spec/placement"), around(drawn))
                .rows()
                .forEach(row -> form.put(row.template(), row.decision().targets()));
        assertEquals(placed, form, "the deploy form");

        World world =
                new World(
                        drawn.objects().stream()
                                .map(TemplateFacts::of)
                                .map(
                                        facts ->
                                                new World.Item(
                                                        facts,
                                                        null,
                                                        null,
                                                        Previous.NOTHING,
                                                        List.of(),
                                                        false))
                                .toList(),
                        List.of(),
                        drawn.clusters(),
                        Instant.EPOCH);
        Map<Template, List<Target>> editor = new LinkedHashMap<>();
        placed.keySet().forEach(template -> editor.put(template, List.of()));
        BlastRadius.of(
                        world,
                        new Change.PolicyWritten(Policy.of(drawn.policy())),
                        Duration.ofSeconds(5))
                .moves()
                .forEach(move -> editor.put(move.template(), move.after()));
        assertEquals(placed, editor, "the policy editor");
    }

    /** As the engine goes about it, by the decisions that it has written so far. */
    private static Map<Template, List<Target>> schedule(Case drawn) {
        PlacementRules rules = PlacementRules.of(drawn.policy().at("/spec/placement"));
        Map<Template, TemplateFacts> facts = new LinkedHashMap<>();
        Map<Template, List<Target>> written = new LinkedHashMap<>();
        for (ObjectNode object : drawn.objects()) {
            facts.put(Template.of(object), TemplateFacts.of(object));
            written.put(Template.of(object), List.of());
        }
        Deque<Template> queue = new ArrayDeque<>(facts.keySet());
        while (!queue.isEmpty()) {
            Template next = queue.removeFirst();
            TemplateFacts self = Objects.requireNonNull(facts.get(next));
            List<Company.Peer> peers = new ArrayList<>();
            written.forEach(
                    (other, targets) ->
                            peers.add(
                                    new Company.Peer(
                                            Objects.requireNonNull(facts.get(other)),
                                            rules.affinity(),
                                            targets.stream().map(Target::cluster).toList())));
            Company company = Company.of(self, rules.affinity(), peers);
            Decision decision =
                    Placer.place(
                            self,
                            rules.beside(company),
                            drawn.clusters(),
                            previous(written.getOrDefault(next, List.of())),
                            PATIENCE);
            List<Target> before = written.put(next, decision.targets());
            if (!rules.affinity().isEmpty() && !decision.targets().equals(before)) {
                written.forEach(
                        (other, targets) -> {
                            if (targets.isEmpty() && !queue.contains(other)) {
                                queue.add(other);
                            }
                        });
            }
        }
        return written;
    }

    private static Previous previous(List<Target> targets) {
        Map<String, Integer> shares = new LinkedHashMap<>();
        targets.forEach(target -> shares.put(target.cluster(), target.replicas().orElse(0)));
        return targets.isEmpty() ? Previous.NOTHING : new Previous(shares, "");
    }

    private static Surroundings around(Case drawn) {
        return new Surroundings() {
            @Override
            public List<ClusterFacts> clusters() {
                return drawn.clusters();
            }

            @Override
            public Patience patience() {
                return PATIENCE;
            }

            @Override
            public TemplateFacts facts(ObjectNode object) {
                return TemplateFacts.of(object);
            }

            @Override
            public Territory territory(Template template) {
                return Territory.EVERYWHERE;
            }

            @Override
            public Previous previous(Template template) {
                return Previous.NOTHING;
            }

            @Override
            public Collection<Company.Peer> peers(Template template) {
                return List.of();
            }
        };
    }
}
