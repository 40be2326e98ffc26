package io.pinisi.federation.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.federation.placement.Decision;
import io.pinisi.federation.placement.Decision.Finding;
import io.pinisi.federation.placement.Decision.Result;
import io.pinisi.federation.placement.Decision.Rule;
import io.pinisi.federation.placement.Decision.Target;
import io.pinisi.federation.placement.Decision.Verdict;
import io.pinisi.federation.placement.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class EvictionPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Target BALI = new Target("bali", OptionalInt.of(2));
    private static final Target FLORES = new Target("flores", OptionalInt.of(2));
    private static final Terms TERMS = Terms.of(Json.object());
    private static final Decision FLED = decision(Rule.TAINT_TOLERATION, FLORES);

    @Test
    void whatATaintDrivesAwayWaits() {
        List<EvictionTask> tasks = plan(List.of(BALI), List.of(), FLED, Set.of());
        assertEquals(1, tasks.size());
        EvictionTask task = tasks.getFirst();
        assertEquals("bali", task.fromCluster());
        assertEquals(OptionalInt.of(2), task.replicas());
        assertEquals("why", task.message());
        assertEquals(600, task.graceSeconds());
    }

    @Test
    void whatIsWantedElsewhereWaitsForItsSuccessor() {
        Decision moved = decision(Rule.CLUSTER_AFFINITY, FLORES);
        List<EvictionTask> waiting = plan(List.of(BALI), List.of(), moved, Set.of());
        assertEquals(List.of("bali"), from(waiting));
        assertEquals(EvictionTask.Reason.PLACEMENT_CHANGED, waiting.getFirst().reason());
        assertEquals(waiting, plan(List.of(FLORES), waiting, moved, Set.of()));
        assertEquals(List.of(), plan(List.of(FLORES), waiting, moved, Set.of("flores")));
    }

    @Test
    void fewerClustersWaitOnlyWhereTheOthersAreNotWell() {
        Decision narrowed = decision(Rule.CLUSTER_AFFINITY, FLORES);
        List<Target> both = List.of(BALI, FLORES);
        assertEquals(List.of(), plan(both, List.of(), narrowed, Set.of("flores")));
        EvictionTask task = plan(both, List.of(), narrowed, Set.of()).getFirst();
        assertEquals(EvictionTask.Reason.PLACEMENT_NARROWED, task.reason());
        assertFalse(task.isMove(), "nothing takes its place: the fuse has its say");
    }

    @Test
    void whatIsNotWantedOrNotAllowedGoesAtOnce() {
        Decision nowhere = decision(Rule.CLUSTER_AFFINITY);
        assertEquals(List.of(), plan(List.of(BALI), List.of(), nowhere, Set.of()));
        List<EvictionTask> waiting =
                plan(List.of(BALI), List.of(), decision(Rule.CLUSTER_AFFINITY, FLORES), Set.of());
        assertEquals(List.of(), plan(List.of(FLORES), waiting, nowhere, Set.of()));
        Decision forbidden = decision(Rule.TENANCY, FLORES);
        assertEquals(List.of(), plan(List.of(BALI), List.of(), forbidden, Set.of()));
        EvictionPlanner directly =
                planner(terms("{cluster: {purgeMode: Directly}}"), Set.of(), Set.of());
        Decision moved = decision(Rule.CLUSTER_AFFINITY, FLORES);
        assertEquals(List.of(), directly.plan(List.of(BALI), List.of(), moved, null));
    }

    @Test
    void aShareShrinksWhenThoseThatGrowAreHealthy() {
        List<Target> before = List.of(target("bali", 3), target("flores", 1));
        Decision shifted = decision(Rule.CLUSTER_AFFINITY, target("bali", 1), target("flores", 3));
        List<EvictionTask> waiting = divided(Set.of()).plan(before, List.of(), shifted, null);
        assertEquals(List.of("bali"), from(waiting));
        assertEquals(OptionalInt.of(2), waiting.getFirst().replicas());
        List<Target> after = shifted.targets();
        Set<String> both = Set.of("bali", "flores");
        assertEquals(waiting, divided(Set.of("bali")).plan(after, waiting, shifted, null));
        Set<String> grown = Set.of("flores");
        assertEquals(List.of(), divided(grown).plan(after, waiting, shifted, null));
        assertEquals(List.of(), divided(both).plan(after, waiting, shifted, null));
        assertEquals(List.of(), planner(both).plan(before, List.of(), shifted, null), "no parts");
    }

    @Test
    void aShareThatOnlyShrinksDoesSoAtOnce() {
        List<Target> before = List.of(target("bali", 4), target("flores", 1));
        Decision fewer = decision(Rule.CLUSTER_AFFINITY, target("bali", 2), target("flores", 1));
        assertEquals(List.of(), divided(Set.of()).plan(before, List.of(), fewer, null));
        Decision both = decision(Rule.CLUSTER_AFFINITY, target("bali", 1), target("flores", 2));
        EvictionTask task = divided(Set.of()).plan(before, List.of(), both, null).getFirst();
        assertEquals(OptionalInt.of(1), task.replicas(), "as much as flores has yet to run");
    }

    @Test
    void whatIsKeptIsReckonedAgainByEveryDecision() {
        List<Target> before = List.of(target("bali", 3), target("flores", 1));
        Decision shifted = decision(Rule.CLUSTER_AFFINITY, target("bali", 1), target("flores", 3));
        List<EvictionTask> waiting = divided(Set.of()).plan(before, List.of(), shifted, null);
        List<Target> after = shifted.targets();
        Decision half = decision(Rule.CLUSTER_AFFINITY, target("bali", 2), target("flores", 2));
        EvictionTask task = divided(Set.of()).plan(after, waiting, half, null).getFirst();
        assertEquals("bali", task.fromCluster());
        assertEquals(OptionalInt.of(1), task.replicas());
        Decision gone = decision(Rule.CLUSTER_AFFINITY, target("flores", 4));
        EvictionTask all = divided(Set.of()).plan(after, waiting, gone, null).getFirst();
        assertEquals(OptionalInt.of(3), all.replicas(), "it leaves with all that it runs");
    }

    @Test
    void itGoesWhenEverySuccessorIsHealthyAndNotBefore() {
        List<EvictionTask> waiting = plan(List.of(BALI), List.of(), FLED, Set.of("flores"));
        assertEquals(1, waiting.size(), "what was only just decided is not yet seen");
        assertEquals(waiting, plan(List.of(FLORES), waiting, FLED, Set.of()));
        assertEquals(List.of(), plan(List.of(FLORES), waiting, FLED, Set.of("flores")));
    }

    @Test
    void itGoesWhenItsTimeIsOverButNeverWithoutSuccessor() {
        List<EvictionTask> waiting = plan(List.of(BALI), List.of(), FLED, Set.of());
        EvictionPlanner late =
                new EvictionPlanner(
                        FailoverPolicy.DEFAULT,
                        TERMS,
                        Set.of("bali", "flores"),
                        cluster -> false,
                        cluster -> false,
                        NOW.plusSeconds(600));
        assertEquals(List.of(), late.plan(List.of(FLORES), waiting, FLED, null));
        Decision nowhere = decision(Rule.TAINT_TOLERATION);
        assertEquals(waiting, late.plan(List.of(), waiting, nowhere, null));
    }

    @Test
    void aClusterThatIsBackOrLeavesWaitsForNothing() {
        List<EvictionTask> waiting = plan(List.of(BALI), List.of(), FLED, Set.of());
        Decision back = decision(Rule.TAINT_TOLERATION, BALI);
        assertEquals(List.of(), plan(List.of(BALI), waiting, back, Set.of()));
        EvictionPlanner left =
                new EvictionPlanner(
                        FailoverPolicy.DEFAULT,
                        TERMS,
                        Set.of("flores"),
                        cluster -> false,
                        cluster -> false,
                        NOW);
        assertEquals(List.of(), left.plan(List.of(FLORES), waiting, FLED, null));
    }

    @Test
    void onTheWayBackTheRefugeWaitsInItsTurn() {
        List<EvictionTask> waiting = plan(List.of(BALI), List.of(), FLED, Set.of());
        Decision back = decision(Rule.CLUSTER_AFFINITY, BALI);
        List<EvictionTask> tasks =
                planner(Set.of())
                        .plan(
                                List.of(FLORES),
                                waiting,
                                back,
                                EvictionTask.Reason.FAILOVER_REVERTED);
        assertEquals(1, tasks.size());
        assertEquals("flores", tasks.getFirst().fromCluster());
        assertEquals(EvictionTask.Reason.FAILOVER_REVERTED, tasks.getFirst().reason());
    }

    @Test
    void anApplicationThatFailedGoesAsItsPolicySays() {
        Decision tried = decision(Rule.CLUSTER_EVICTION, FLORES);
        assertEquals(List.of(), plan(List.of(BALI), List.of(), tried, Set.of()), "nobody asked");
        EvictionTask gracefully =
                planner(terms("{application: {gracePeriodSeconds: 30}}"), Set.of(), Set.of())
                        .plan(List.of(BALI), List.of(), tried, null)
                        .getFirst();
        assertEquals(EvictionTask.Reason.APPLICATION_FAILURE, gracefully.reason());
        assertEquals(30, gracefully.graceSeconds());
        EvictionPlanner directly =
                planner(terms("{application: {purgeMode: Directly}}"), Set.of(), Set.of());
        assertEquals(List.of(), directly.plan(List.of(BALI), List.of(), tried, null));
    }

    @Test
    void aCopyThatIsNeverPurgedWaitsForAPersonToTakeItAway() {
        Decision tried = decision(Rule.CLUSTER_EVICTION, FLORES);
        Terms never = terms("{application: {purgeMode: Never}}");
        List<EvictionTask> waiting =
                planner(never, Set.of(), Set.of()).plan(List.of(BALI), List.of(), tried, null);
        assertEquals(EvictionTask.Purge.NEVER, waiting.getFirst().purge());
        Set<String> well = Set.of("flores");
        assertEquals(
                waiting,
                planner(never, well, Set.of()).plan(List.of(FLORES), waiting, tried, null));
        assertEquals(
                List.of(),
                planner(never, well, Set.of("bali")).plan(List.of(FLORES), waiting, tried, null));
        ObjectNode spec = Json.object();
        EvictionTask.write(waiting, spec);
        assertEquals(waiting, EvictionTask.of(spec));
    }

    @Test
    void tasksAreReadAsTheyWereWritten() {
        List<EvictionTask> tasks = plan(List.of(BALI), List.of(), FLED, Set.of());
        ObjectNode spec = Json.object();
        EvictionTask.write(tasks, spec);
        assertEquals(tasks, EvictionTask.of(spec));
    }

    private static List<EvictionTask> plan(
            List<Target> before, List<EvictionTask> tasks, Decision decision, Set<String> healthy) {
        return planner(healthy).plan(before, tasks, decision, null);
    }

    private static EvictionPlanner divided(Set<String> healthy) {
        return planner(
                Terms.of(Yaml.parse("placement: {replicaScheduling: {}}").getFirst()),
                healthy,
                Set.of());
    }

    private static Target target(String cluster, int replicas) {
        return new Target(cluster, OptionalInt.of(replicas));
    }

    private static List<String> from(List<EvictionTask> tasks) {
        return tasks.stream().map(EvictionTask::fromCluster).toList();
    }

    private static EvictionPlanner planner(Set<String> healthy) {
        return planner(TERMS, healthy, Set.of());
    }

    private static EvictionPlanner planner(Terms terms, Set<String> healthy, Set<String> gone) {
        return new EvictionPlanner(
                FailoverPolicy.DEFAULT,
                terms,
                Set.of("bali", "flores"),
                healthy::contains,
                gone::contains,
                NOW);
    }

    private static Terms terms(String failover) {
        return Terms.of(Yaml.parse("failover: " + failover).getFirst());
    }

    /** Into these targets; every other cluster is turned away by the rule. */
    private static Decision decision(Rule rule, Target... targets) {
        List<Target> chosen = List.of(targets);
        List<Verdict> verdicts =
                List.of("bali", "flores").stream()
                        .map(
                                name -> {
                                    boolean in =
                                            chosen.stream().anyMatch(t -> t.cluster().equals(name));
                                    return new Verdict(
                                            name, in, List.of(new Finding(rule, in, "why")));
                                })
                        .toList();
        return new Decision(chosen, verdicts, new Result.Placed(""), Optional.empty());
    }
}
