package io.pinisi.cluster.node.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.ObservedSandbox;
import io.pinisi.cluster.node.runtime.PodIdentity;
import io.pinisi.cluster.node.runtime.PodObservation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a pod needs next, situation by situation. */
class PodPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final PodIdentity IDENTITY = new PodIdentity("default", "web", "u1");
    private static final String MAIN = "\"containers\": [{\"name\": \"main\", \"image\": \"i\"}]";

    private final List<ObservedSandbox> sandboxes = new ArrayList<>();
    private final List<ObservedContainer> containers = new ArrayList<>();
    private final Map<String, Preparation> preparations = new HashMap<>();
    private final Map<String, Backoff> backoffs = new HashMap<>();
    private final Map<String, Health> health = new HashMap<>();

    private static Pod pod(String spec, String metadata) {
        return new Pod(
                Json.parse(
                        """
                        {"metadata": {"name": "web", "namespace": "default", "uid": "u1"%s}, "spec": {%s}}
                        """
                                .formatted(metadata, spec)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private PodSituation situation(Pod pod) {
        return new PodSituation(
                pod,
                new PodObservation(sandboxes, containers),
                preparations,
                health,
                backoffs,
                Optional.empty(),
                Resize.GRANTED,
                NOW);
    }

    private List<String> plan(Pod pod) {
        return PodPlanner.plan(situation(pod)).actions().stream()
                .map(a -> (a.getClass().getSimpleName() + " " + a.subject()).strip())
                .toList();
    }

    private void sandbox(boolean ready) {
        sandboxes.addFirst(
                new ObservedSandbox(
                        "s" + sandboxes.size(),
                        IDENTITY,
                        sandboxes.size(),
                        ready,
                        NOW,
                        "10.0.0.2"));
    }

    private void container(
            Pod pod, String name, ObservedContainer.State state, int exitCode, int attempt) {
        ContainerDefinition definition = pod.container(name).orElseThrow();
        boolean ended = state == ObservedContainer.State.EXITED;
        containers.addFirst(
                new ObservedContainer(
                        name + attempt,
                        sandboxes.getFirst().id(),
                        name,
                        attempt,
                        state,
                        NOW.minusSeconds(60),
                        NOW.minusSeconds(60),
                        ended ? NOW.minusSeconds(5) : null,
                        exitCode,
                        "",
                        "",
                        "i",
                        "i",
                        Map.of(PodAnnotations.HASH, definition.hash()),
                        Limits.of(pod, definition, 1)));
    }

    private static Pod sized(String cpu, String memory, String restarts) {
        return pod(
                """
                "containers": [{"name": "main", "image": "i",
                  "resources": {"limits": {"cpu": "%s", "memory": "%s"}},
                  "resizePolicy": [{"resourceName": "memory", "restartPolicy": "%s"}]}]
                """
                        .formatted(cpu, memory, restarts),
                "");
    }

    @Test
    void otherResourcesReachTheContainerThatRuns() {
        Pod before = sized("1", "64Mi", "RestartContainer");
        sandbox(true);
        container(before, "main", ObservedContainer.State.RUNNING, 0, 0);
        assertEquals(List.of(), plan(before));
        assertEquals(List.of("ResizeContainer main"), plan(sized("2", "64Mi", "RestartContainer")));
        assertEquals(List.of("ResizeContainer main"), plan(sized("2", "128Mi", "NotRequired")));
        assertEquals(List.of("StopContainer main"), plan(sized("1", "128Mi", "RestartContainer")));
    }

    @Test
    void aContainerThatWasEndedToResizeItStartsAtOnce() {
        sandbox(true);
        container(
                sized("1", "64Mi", "RestartContainer"),
                "main",
                ObservedContainer.State.EXITED,
                0,
                0);
        backoffs.put("main", new Backoff(Duration.ofSeconds(10), NOW.minusSeconds(60)));
        assertEquals(List.of("PullImage main"), plan(sized("1", "128Mi", "RestartContainer")));
    }

    @Test
    void aNewPodFirstGetsItsSurroundings() {
        assertEquals(List.of("CreateSandbox"), plan(pod(MAIN, "")));
    }

    @Test
    void theImageComesBeforeTheContainer() {
        sandbox(true);
        assertEquals(List.of("PullImage main"), plan(pod(MAIN, "")));

        preparations.put("main", new Preparation.ImageReady("i", null));
        assertEquals(List.of("StartContainer main"), plan(pod(MAIN, "")));
    }

    @Test
    void initContainersRunOneAfterTheOtherBeforeTheRest() {
        Pod pod =
                pod(
                        "\"initContainers\": [{\"name\": \"a\", \"image\": \"i\"}, {\"name\":"
                                + " \"b\", \"image\": \"i\"}], "
                                + MAIN,
                        "");
        sandbox(true);
        assertEquals(List.of("PullImage a"), plan(pod));

        container(pod, "a", ObservedContainer.State.RUNNING, 0, 0);
        assertEquals(List.of(), plan(pod));

        containers.clear();
        container(pod, "a", ObservedContainer.State.EXITED, 0, 0);
        assertEquals(List.of("PullImage b"), plan(pod));

        container(pod, "b", ObservedContainer.State.EXITED, 0, 0);
        assertEquals(List.of("PullImage main"), plan(pod));
    }

    @Test
    void aSidecarNeedOnlyHaveStarted() {
        Pod pod =
                pod(
                        "\"initContainers\": [{\"name\": \"side\", \"image\": \"i\","
                                + " \"restartPolicy\": \"Always\"}], "
                                + MAIN,
                        "");
        sandbox(true);
        container(pod, "side", ObservedContainer.State.RUNNING, 0, 0);

        assertEquals(List.of("PullImage main"), plan(pod));
    }

    @Test
    void anEndedContainerStartsAgainOnlyWhenItsBackOffIsOver() {
        Pod pod = pod(MAIN, "");
        sandbox(true);
        container(pod, "main", ObservedContainer.State.EXITED, 1, 0);
        assertEquals(List.of("PullImage main"), plan(pod));

        backoffs.put("main", new Backoff(Duration.ofSeconds(10), NOW.minusSeconds(60)));
        PodPlan plan = PodPlanner.plan(situation(pod));
        assertTrue(plan.actions().isEmpty());
        assertEquals(Optional.of(NOW.plusSeconds(5)), plan.wakeAt());
    }

    @Test
    void restartPoliciesDecideWhatAnExitCodeMeans() {
        sandbox(true);
        Pod never = pod("\"restartPolicy\": \"Never\", " + MAIN, "");
        container(never, "main", ObservedContainer.State.EXITED, 1, 0);
        assertEquals(List.of("StopSandbox"), plan(never));

        Pod onFailure = pod("\"restartPolicy\": \"OnFailure\", " + MAIN, "");
        assertEquals(List.of("PullImage main"), plan(onFailure));

        containers.clear();
        container(onFailure, "main", ObservedContainer.State.EXITED, 0, 0);
        assertEquals(List.of("StopSandbox"), plan(onFailure));
    }

    @Test
    void aFailedInitContainerThatMayNotRestartEndsThePod() {
        Pod pod =
                pod(
                        "\"restartPolicy\": \"Never\", \"initContainers\": [{\"name\": \"a\","
                                + " \"image\": \"i\"}], "
                                + MAIN,
                        "");
        sandbox(true);
        container(pod, "a", ObservedContainer.State.EXITED, 1, 0);

        assertEquals(List.of("StopSandbox"), plan(pod));
        assertEquals(
                "Failed",
                PodStatus.compose(situation(pod), Json.object(), new NodeFacts("n", "1.2.3.4", "r"))
                        .path("phase")
                        .asString());
    }

    @Test
    void aContainerThatItsProbeGaveUpIsStopped() {
        Pod pod = pod(MAIN, "");
        sandbox(true);
        container(pod, "main", ObservedContainer.State.RUNNING, 0, 0);
        assertEquals(List.of(), plan(pod));

        health.put("main0", new Health(true, false, true, "refused"));
        assertEquals(List.of("StopContainer main"), plan(pod));
    }

    @Test
    void anotherImageReplacesTheContainer() {
        Pod before = pod(MAIN, "");
        sandbox(true);
        container(before, "main", ObservedContainer.State.RUNNING, 0, 0);

        Pod after = pod(MAIN.replace("\"i\"", "\"j\""), "");
        assertEquals(List.of("StopContainer main"), plan(after));
    }

    @Test
    void aLostSandboxTakesItsContainersAlongAndIsReplaced() {
        Pod pod = pod(MAIN, "");
        sandbox(false);
        container(pod, "main", ObservedContainer.State.RUNNING, 0, 0);
        assertEquals(List.of("StopContainer main"), plan(pod));

        containers.clear();
        container(pod, "main", ObservedContainer.State.EXITED, 137, 0);
        PodAction action = PodPlanner.plan(situation(pod)).actions().getFirst();
        assertEquals(new PodAction.CreateSandbox(1), action);
    }

    @Test
    void deletionStopsMainsThenSidecarsThenTheSandboxThenTellsTheApi() {
        Pod pod =
                pod(
                        "\"initContainers\": [{\"name\": \"side\", \"image\": \"i\","
                                + " \"restartPolicy\": \"Always\"}], "
                                + MAIN,
                        ", \"deletionTimestamp\": \"2026-01-01T12:00:00Z\","
                                + " \"deletionGracePeriodSeconds\": 7");
        sandbox(true);
        container(pod, "side", ObservedContainer.State.RUNNING, 0, 0);
        container(pod, "main", ObservedContainer.State.RUNNING, 0, 0);
        PodAction.StopContainer stop =
                (PodAction.StopContainer) PodPlanner.plan(situation(pod)).actions().getFirst();
        assertEquals("main", stop.container().name());
        assertEquals(Duration.ofSeconds(7), stop.grace());

        containers.removeFirst();
        container(pod, "main", ObservedContainer.State.EXITED, 0, 0);
        assertEquals(List.of("StopContainer side"), plan(pod));

        containers.clear();
        assertEquals(List.of("StopSandbox"), plan(pod));

        sandboxes.clear();
        assertEquals(List.of("Finish"), plan(pod));
    }

    @Test
    void onlyTheLastTwoContainersOfANameAreKept() {
        Pod pod = pod(MAIN, "");
        sandbox(true);
        container(pod, "main", ObservedContainer.State.EXITED, 1, 0);
        container(pod, "main", ObservedContainer.State.EXITED, 1, 1);
        container(pod, "main", ObservedContainer.State.RUNNING, 0, 2);

        assertEquals(List.of("RemoveContainer main0"), plan(pod));
    }

    @Test
    void aFailedPullIsTriedAgainAfterItsBackOff() {
        sandbox(true);
        Pod pod = pod(MAIN, "");
        Backoff backoff = new Backoff(Duration.ofSeconds(10), NOW);
        preparations.put(
                "main",
                new Preparation.PullFailed(
                        "i", "ErrImagePull", "no", NOW.minusSeconds(4), backoff));
        PodPlan waits = PodPlanner.plan(situation(pod));
        assertTrue(waits.actions().isEmpty());
        assertEquals(Optional.of(NOW.plusSeconds(6)), waits.wakeAt());

        preparations.put(
                "main",
                new Preparation.PullFailed(
                        "i", "ErrImagePull", "no", NOW.minusSeconds(11), backoff));
        assertEquals(List.of("PullImage main"), plan(pod));
    }
}
