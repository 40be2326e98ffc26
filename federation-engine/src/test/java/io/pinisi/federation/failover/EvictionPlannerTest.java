package io.pinisi.federation.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void whatAnotherRuleTurnsAwayGoesAtOnce() {
        Decision moved = decision(Rule.CLUSTER_AFFINITY, FLORES);
        assertEquals(List.of(), plan(List.of(BALI), List.of(), moved, Set.of()));
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
