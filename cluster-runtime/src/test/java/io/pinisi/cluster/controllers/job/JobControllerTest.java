package io.pinisi.cluster.controllers.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.PodView;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class JobControllerTest {
    private static final ResourcePath SUM =
            ResourcePath.of(Resources.JOBS, ObjectKey.of("default", "sum"));

    private final ManualClock clock = new ManualClock();
    private final ControllerBench bench = new ControllerBench(clock);

    @BeforeEach
    void start() {
        bench.start(JobController::new);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void job(String fields) {
        bench.create(
                Resources.JOBS,
                "default",
                """
                {'apiVersion': 'batch/v1', 'kind': 'Job', 'metadata': {'name': 'sum'},
                 'spec': {%s, 'selector': {'matchLabels': {'job': 'sum'}},
                  'template': {'metadata': {'labels': {'job': 'sum'}},
                   'spec': {'restartPolicy': 'Never', 'containers': [{'name': 'main', 'image': 'sum'}]}}}}
                """
                        .formatted(fields));
    }

    private List<ObjectNode> active() {
        return bench.all(Resources.PODS).stream()
                .filter(pod -> new PodView(pod).isActive())
                .toList();
    }

    private void awaitActive(int count) {
        Await.until(count + " active pods", () -> active().size() == count);
    }

    private void end(ObjectNode pod, String phase, int code) {
        bench.patch(
                ResourcePath.of(Resources.PODS, Metadata.key(pod)).sub("status"),
                """
                {'status': {'phase': '%s', 'containerStatuses': [{'name': 'main',
                 'state': {'terminated': {'exitCode': %d, 'finishedAt': '%s'}}}]}}
                """
                        .formatted(phase, code, clock.instant()));
    }

    private void endAll(String phase, int code) {
        active().forEach(pod -> end(pod, phase, code));
    }

    private ObjectNode awaitCondition(String type) {
        return bench.await(type, SUM, job -> Conditions.isTrue(job.path("status"), type));
    }

    private static String reason(ObjectNode job, String type) {
        return Conditions.find(job.path("status"), type)
                .map(condition -> condition.path("reason").asString(""))
                .orElse("");
    }

    @Test
    void runsPodsUntilEnoughHaveSucceeded() {
        job("'completions': 3, 'parallelism': 2, 'backoffLimit': 6");
        awaitActive(2);
        endAll("Succeeded", 0);
        awaitActive(1);
        endAll("Succeeded", 0);
        ObjectNode job = awaitCondition("Complete");
        assertEquals(3, job.path("status").path("succeeded").asInt());
        assertEquals("CompletionsReached", reason(job, "SuccessCriteriaMet"));
        assertEquals(3, bench.all(Resources.PODS).size());
        assertTrue(job.path("status").path("uncountedTerminatedPods").isEmpty());
        assertTrue(
                bench.all(Resources.PODS).stream()
                        .allMatch(pod -> Metadata.of(pod).finalizers().isEmpty()));
    }

    @Test
    void waitsAfterAFailureAndGivesUpAtTheLimit() {
        job("'completions': 1, 'parallelism': 1, 'backoffLimit': 1");
        awaitActive(1);
        endAll("Failed", 1);
        bench.await("counted", SUM, job -> job.path("status").path("failed").asInt(0) == 1);
        assertEquals(0, active().size());
        clock.advance(Duration.ofSeconds(10));
        bench.patch(SUM, "{'metadata': {'labels': {'poke': '1'}}}");
        awaitActive(1);
        endAll("Failed", 1);
        ObjectNode job = awaitCondition("Failed");
        assertEquals("BackoffLimitExceeded", reason(job, "Failed"));
        assertEquals("BackoffLimitExceeded", reason(job, "FailureTarget"));
        assertEquals(2, job.path("status").path("failed").asInt());
    }

    @Test
    void indexedPodsKnowTheirIndexAndAreReplacedByIt() {
        job("'completions': 3, 'parallelism': 3, 'completionMode': 'Indexed', 'backoffLimit': 6");
        awaitActive(3);
        assertEquals(Set.of("0", "1", "2"), indexes(active()));
        ObjectNode second =
                active().stream().filter(pod -> index(pod).equals("1")).findFirst().orElseThrow();
        assertTrue(Metadata.of(second).name().startsWith("sum-1-"));
        assertEquals("sum-1", second.at("/spec/hostname").asString());
        assertEquals("JOB_COMPLETION_INDEX", second.at("/spec/containers/0/env/0/name").asString());
        end(second, "Failed", 1);
        bench.await("counted", SUM, job -> job.path("status").path("failed").asInt(0) == 1);
        clock.advance(Duration.ofSeconds(10));
        bench.patch(SUM, "{'metadata': {'labels': {'poke': '1'}}}");
        awaitActive(3);
        assertEquals(Set.of("0", "1", "2"), indexes(active()));
        endAll("Succeeded", 0);
        ObjectNode job = awaitCondition("Complete");
        assertEquals("0-2", job.path("status").path("completedIndexes").asString());
        assertEquals(3, job.path("status").path("succeeded").asInt());
    }

    private static String index(ObjectNode pod) {
        return String.valueOf(Metadata.of(pod).annotation(JobPod.INDEX));
    }

    private static Set<String> indexes(List<ObjectNode> pods) {
        Set<String> indexes = new TreeSet<>();
        pods.forEach(pod -> indexes.add(index(pod)));
        return indexes;
    }

    @Test
    void anIndexMayFailByItself() {
        job(
                "'completions': 2, 'parallelism': 2, 'completionMode': 'Indexed',"
                        + " 'backoffLimitPerIndex': 0, 'backoffLimit': 2147483647");
        awaitActive(2);
        for (ObjectNode pod : active()) {
            end(pod, index(pod).equals("0") ? "Succeeded" : "Failed", 1);
        }
        ObjectNode job = awaitCondition("Failed");
        assertEquals("FailedIndexes", reason(job, "Failed"));
        assertEquals("0", job.path("status").path("completedIndexes").asString());
        assertEquals("1", job.path("status").path("failedIndexes").asString());
    }

    @Test
    void aSuccessPolicyEndsTheJobEarly() {
        job(
                "'completions': 3, 'parallelism': 3, 'completionMode': 'Indexed', 'backoffLimit':"
                        + " 6, 'successPolicy': {'rules': [{'succeededIndexes': '1'}]}");
        awaitActive(3);
        end(
                active().stream().filter(pod -> index(pod).equals("1")).findFirst().orElseThrow(),
                "Succeeded",
                0);
        ObjectNode job = awaitCondition("Complete");
        assertEquals("SuccessPolicy", reason(job, "Complete"));
        assertEquals(1, job.path("status").path("succeeded").asInt());
        assertEquals(0, job.path("status").path("failed").asInt(0));
        assertEquals(0, active().size());
    }

    @Test
    void aFailurePolicyIgnoresSomeAndFailsTheJobForOthers() {
        job(
                "'completions': 1, 'parallelism': 1, 'backoffLimit': 0, 'podReplacementPolicy':"
                        + " 'Failed', 'podFailurePolicy': {'rules': [{'action': 'Ignore',"
                        + " 'onPodConditions': [{'type': 'DisruptionTarget', 'status': 'True'}]},"
                        + " {'action': 'FailJob', 'onExitCodes': {'operator': 'In', 'values':"
                        + " [42]}}]}");
        awaitActive(1);
        ObjectNode first = active().getFirst();
        bench.patch(
                ResourcePath.of(Resources.PODS, Metadata.key(first)).sub("status"),
                "{'status': {'phase': 'Failed', 'conditions': [{'type': 'DisruptionTarget',"
                        + " 'status': 'True'}]}}");
        Await.until("released", () -> isReleased(first));
        clock.advance(Duration.ofSeconds(10));
        bench.patch(SUM, "{'metadata': {'labels': {'poke': '1'}}}");
        awaitActive(1);
        ObjectNode second = active().getFirst();
        end(second, "Failed", 42);
        ObjectNode job = awaitCondition("Failed");
        assertEquals("PodFailurePolicy", reason(job, "Failed"));
        assertEquals(
                "Container main for pod default/"
                        + Metadata.of(second).name()
                        + " failed with exit code 42 matching FailJob rule at index 1",
                Conditions.find(job.path("status"), "Failed")
                        .orElseThrow()
                        .path("message")
                        .asString());
    }

    private boolean isReleased(ObjectNode pod) {
        ObjectNode live = bench.api().peek(ResourcePath.of(Resources.PODS, Metadata.key(pod)));
        return live == null || Metadata.of(live).finalizers().isEmpty();
    }

    @Test
    void aSuspendedJobHasNoPodsAndBeginsItsTimeAnew() {
        job("'completions': 1, 'parallelism': 1, 'backoffLimit': 6, 'suspend': true");
        ObjectNode suspended = awaitCondition("Suspended");
        assertFalse(suspended.path("status").has("startTime"));
        bench.patch(SUM, "{'spec': {'suspend': false}}");
        awaitActive(1);
        bench.await("begun", SUM, job -> job.path("status").has("startTime"));
        clock.advance(Duration.ofMinutes(1));
        bench.patch(SUM, "{'spec': {'suspend': true}}");
        awaitActive(0);
        ObjectNode again = awaitCondition("Suspended");
        assertEquals(0, again.path("status").path("failed").asInt(0));
    }

    @Test
    void aJobThatTakesTooLongFails() {
        job(
                "'completions': 1, 'parallelism': 1, 'backoffLimit': 6, 'activeDeadlineSeconds':"
                        + " 60");
        awaitActive(1);
        bench.await("begun", SUM, job -> job.path("status").has("startTime"));
        clock.advance(Duration.ofSeconds(61));
        bench.patch(SUM, "{'metadata': {'labels': {'poke': '1'}}}");
        ObjectNode job = awaitCondition("FailureTarget");
        assertEquals("DeadlineExceeded", reason(job, "FailureTarget"));
        awaitCondition("Failed");
    }

    @Test
    void podsOfAJobThatIsGoneAreLetGo() {
        job("'completions': 1, 'parallelism': 1, 'backoffLimit': 6");
        awaitActive(1);
        ObjectNode pod = active().getFirst();
        bench.client().delete(SUM, null);
        Await.until("released", () -> isReleased(pod));
    }
}
