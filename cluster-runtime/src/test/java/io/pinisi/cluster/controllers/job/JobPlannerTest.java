package io.pinisi.cluster.controllers.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What is decided from one look at a job, late looks included. */
class JobPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T01:00:00Z");
    private final List<ObjectNode> pods = new ArrayList<>();

    private static JobView job(String spec, String status) {
        return new JobView(
                ControllerBench.tree(
                        "{'metadata': {'name': 'j', 'uid': 'j'}, 'spec': {"
                                + spec
                                + "}, 'status': {'startTime': '2026-01-01T00:00:00Z'"
                                + status
                                + "}}"));
    }

    private void pod(String uid, String phase, String fields) {
        pods.add(
                ControllerBench.tree(
                        ("{'metadata': {'name': '%s', 'uid': '%s', 'finalizers':"
                                        + " ['batch.kubernetes.io/job-tracking']%s}, 'status':"
                                        + " {'phase': '%s', 'containerStatuses': [{'state':"
                                        + " {'terminated': {'finishedAt':"
                                        + " '2026-01-01T00:59:55Z'}}}]}}")
                                .formatted(uid, uid, fields, phase)));
    }

    private JobPlan plan(JobView job, Set<String> released) {
        JobState state = new JobState(job, JobPod.of(pods), released, true, NOW);
        return JobPlanner.plan(state, Json.object());
    }

    private static int number(JobPlan plan, String field) {
        return plan.status().path(field).asInt(0);
    }

    @Test
    void anEndIsNamedFirstAndCountedOnceItsPodIsFree() {
        String spec = "'completions': 2, 'parallelism': 1";
        pod("a", "Succeeded", "");
        JobPlan first = plan(job(spec, ""), Set.of());
        assertEquals("[\"a\"]", uncounted(first));
        assertEquals(0, number(first, "succeeded"));
        assertEquals(1, first.release().size());
        assertEquals(1, first.create().size());

        String named = ", 'uncountedTerminatedPods': {'succeeded': ['a']}";
        JobPlan held = plan(job(spec, named), Set.of());
        assertEquals(0, number(held, "succeeded"));
        JobPlan freed = plan(job(spec, named), Set.of("a"));
        assertEquals(1, number(freed, "succeeded"));
        assertEquals("", uncounted(freed));
    }

    private static String uncounted(JobPlan plan) {
        return plan.status()
                .path("uncountedTerminatedPods")
                .path("succeeded")
                .valueStream()
                .map(Object::toString)
                .reduce((a, b) -> a + "," + b)
                .map(list -> "[" + list + "]")
                .orElse("");
    }

    @Test
    void aCopyThatStillShowsTheFinalizerCountsNothingTwice() {
        pod("a", "Succeeded", "");
        JobPlan plan =
                plan(job("'completions': 2, 'parallelism': 1", ", 'succeeded': 1"), Set.of("a"));
        assertEquals(1, number(plan, "succeeded"));
        assertEquals("", uncounted(plan));
        assertTrue(plan.release().isEmpty());
    }

    @Test
    void waitsTenSecondsAfterAFailureAndThenTwiceAsLong() {
        pod("a", "Failed", "");
        JobPlan once = plan(job("'completions': 1, 'parallelism': 1", ""), Set.of());
        assertEquals(Optional.of(Duration.ofSeconds(5)), once.revisit());
        assertTrue(once.create().isEmpty());
        pod("b", "Failed", "");
        JobPlan twice = plan(job("'completions': 1, 'parallelism': 1", ""), Set.of());
        assertEquals(Optional.of(Duration.ofSeconds(15)), twice.revisit());
    }

    @Test
    void aJobWithoutCompletionsBeginsNothingAfterItsFirstSuccess() {
        pod("a", "Succeeded", "");
        pod("b", "Running", "");
        JobPlan plan = plan(job("'parallelism': 3", ""), Set.of());
        assertTrue(plan.create().isEmpty());
        assertTrue(plan.delete().isEmpty() && plan.discard().isEmpty());
    }

    @Test
    void lessParallelismEndsTheYoungestUncounted() {
        pod("old", "Running", ", 'creationTimestamp': '2026-01-01T00:00:00Z'");
        pod("young", "Running", ", 'creationTimestamp': '2026-01-01T00:30:00Z'");
        JobPlan plan = plan(job("'completions': 5, 'parallelism': 1", ""), Set.of());
        assertEquals(List.of("young"), plan.discard().stream().map(JobPod::uid).toList());
        assertEquals(1, number(plan, "active"));
    }

    @Test
    void theFailureOfAnIndexStaysUntilASuccessorCarriesItOn() {
        String spec =
                "'completions': 2, 'parallelism': 1, 'completionMode': 'Indexed',"
                        + " 'backoffLimitPerIndex': 2, 'backoffLimit': 100";
        pod(
                "a",
                "Failed",
                ", 'annotations': {'batch.kubernetes.io/job-completion-index': '0',"
                        + " 'batch.kubernetes.io/job-index-failure-count': '1'}");
        JobPlan waiting = plan(job(spec, ""), Set.of());
        assertTrue(waiting.release().isEmpty());
        pod(
                "b",
                "Running",
                ", 'annotations': {'batch.kubernetes.io/job-completion-index': '0',"
                        + " 'batch.kubernetes.io/job-index-failure-count': '2'}");
        JobPlan replaced = plan(job(spec, ""), Set.of());
        assertEquals(List.of("a"), replaced.release().stream().map(JobPod::uid).toList());
    }
}
