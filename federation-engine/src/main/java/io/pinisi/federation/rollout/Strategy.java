package io.pinisi.federation.rollout;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.approval.People;
import io.pinisi.federation.placement.ClusterAffinity;
import io.pinisi.federation.placement.ClusterFacts;
import io.pinisi.federation.placement.ResourceSelector;
import io.pinisi.federation.placement.TemplateFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A RolloutStrategy or, where the key has no namespace, a ClusterRolloutStrategy: in which order,
 * how fast and under whose eyes the clusters get a change.
 *
 * @param deadline how long a cluster may take to get well with a change
 * @param maxFailures clusters that may fail before the change goes no further
 * @param kept former states of an object that are kept beside those in use
 */
public record Strategy(
        ObjectKey key,
        List<ResourceSelector> selectors,
        List<Stage> stages,
        FirstPlacement firstPlacement,
        Duration deadline,
        Amount maxFailures,
        OnFailure onFailure,
        int kept) {
    private static final int DEADLINE = 600;
    private static final int KEPT = 10;
    private static final int APPROVAL = 86_400;

    /** Where clusters go that no stage selects: last, one by one. */
    static final Stage OTHERS =
            new Stage(
                    "others",
                    ClusterAffinity.ANY,
                    "",
                    Amount.ONE,
                    Duration.ZERO,
                    Set.of(),
                    People.NOBODY,
                    Duration.ofSeconds(APPROVAL));

    public Strategy {
        selectors = List.copyOf(selectors);
        stages = List.copyOf(stages);
    }

    /** Whether an object that is nowhere yet goes through the stages as well. */
    enum FirstPlacement {
        ALL_AT_ONCE,
        STAGED
    }

    /** What follows when too many clusters fail. */
    enum OnFailure {
        /** A person decides. */
        HALT,
        ROLL_BACK
    }

    /**
     * Clusters that get a change before those of the next stage.
     *
     * @param orderBy label whose value orders the clusters; empty for by name
     * @param soak how long a cluster has to stay well before it counts
     * @param approvals whether people have to agree that it begins, and that the next one may
     * @param approvers who may; nobody means everybody who may write to the Rollout
     * @param approvalTime how long what they say holds
     */
    record Stage(
            String name,
            ClusterAffinity clusters,
            String orderBy,
            Amount concurrency,
            Duration soak,
            Set<Gate.Side> approvals,
            People approvers,
            Duration approvalTime) {
        Stage {
            approvals = Set.copyOf(approvals);
        }

        static Stage of(JsonNode stage) {
            return new Stage(
                    stage.path("name").asString(""),
                    ClusterAffinity.of(stage.get("clusters")),
                    stage.path("orderBy").asString(""),
                    Amount.of(stage.path("maxConcurrency"), Amount.ONE),
                    Duration.ofSeconds(stage.path("soakSeconds").asLong(0)),
                    sides(stage.path("approvals")),
                    People.of(stage.path("approvers")),
                    Duration.ofSeconds(stage.path("approvalSeconds").asLong(APPROVAL)));
        }

        private static Set<Gate.Side> sides(JsonNode approvals) {
            Set<Gate.Side> sides = EnumSet.noneOf(Gate.Side.class);
            for (JsonNode side : approvals) {
                sides.add(side.asString("").equals("Before") ? Gate.Side.BEFORE : Gate.Side.AFTER);
            }
            return sides;
        }

        /** Clusters without the label come last; ties go by name. */
        Comparator<ClusterFacts> order() {
            Comparator<String> texts = Comparator.nullsLast(Comparator.<String>naturalOrder());
            return Comparator.comparing((ClusterFacts one) -> one.labels().get(orderBy), texts)
                    .thenComparing(ClusterFacts::name);
        }
    }

    /** Reads one that passed validation. */
    public static Strategy of(JsonNode strategy) {
        ObjectKey key = Metadata.key(strategy);
        JsonNode spec = strategy.path("spec");
        List<ResourceSelector> selectors = new ArrayList<>();
        for (JsonNode selector : spec.path("resourceSelectors")) {
            selectors.add(ResourceSelector.of(selector, key.namespace()));
        }
        List<Stage> stages = new ArrayList<>();
        spec.path("stages").forEach(stage -> stages.add(Stage.of(stage)));
        return new Strategy(
                key,
                selectors,
                stages,
                spec.path("firstPlacement").asString("").equals("Staged")
                        ? FirstPlacement.STAGED
                        : FirstPlacement.ALL_AT_ONCE,
                Duration.ofSeconds(spec.path("progressDeadlineSeconds").asLong(DEADLINE)),
                Amount.of(spec.path("maxFailures"), Amount.NONE),
                spec.path("onFailure").asString("").equals("Rollback")
                        ? OnFailure.ROLL_BACK
                        : OnFailure.HALT,
                spec.path("revisionHistoryLimit").asInt(KEPT));
    }

    public boolean selects(TemplateFacts template) {
        return ResourceSelector.best(selectors, template) != ResourceSelector.Precision.NONE;
    }

    /**
     * The one that counts for an object. What operators want for the whole hub goes before what a
     * namespace wants for itself: else nobody could rely on it.
     */
    public static Optional<Strategy> select(Collection<Strategy> all, TemplateFacts template) {
        return all.stream()
                .filter(strategy -> strategy.selects(template))
                .min(
                        Comparator.comparing((Strategy one) -> one.key().namespace() != null)
                                .thenComparing(
                                        one -> ResourceSelector.best(one.selectors, template),
                                        Comparator.reverseOrder())
                                .thenComparing(one -> one.key().name()));
    }

    /** Whether people are asked about changes. */
    boolean hasGates() {
        return stages.stream().anyMatch(stage -> !stage.approvals().isEmpty());
    }

    /** The first stage that selects the cluster. */
    Stage stageOf(ClusterFacts cluster) {
        return stages.stream()
                .filter(stage -> stage.clusters().matches(cluster))
                .findFirst()
                .orElse(OTHERS);
    }

    /** All stages in order, that of the clusters that none selects included. */
    List<Stage> inOrder() {
        List<Stage> all = new ArrayList<>(stages);
        all.add(OTHERS);
        return all;
    }

    /** Whose gate has that name. */
    Optional<Stage> stageBehind(String gate) {
        return stages.stream()
                .filter(
                        stage ->
                                stage.approvals().stream()
                                        .anyMatch(
                                                side ->
                                                        new Gate(stage.name(), side)
                                                                .id()
                                                                .equals(gate)))
                .findFirst();
    }

    Optional<Stage> stage(String name) {
        return inOrder().stream().filter(one -> Objects.equals(one.name(), name)).findFirst();
    }
}
