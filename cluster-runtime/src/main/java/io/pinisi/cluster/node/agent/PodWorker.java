package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.usage.PodUsage;
import io.pinisi.cluster.node.pod.Allocation;
import io.pinisi.cluster.node.pod.Backoff;
import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.Health;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.pod.PodAction;
import io.pinisi.cluster.node.pod.PodPlan;
import io.pinisi.cluster.node.pod.PodPlanner;
import io.pinisi.cluster.node.pod.PodSituation;
import io.pinisi.cluster.node.pod.PodStatus;
import io.pinisi.cluster.node.pod.Preparation;
import io.pinisi.cluster.node.pod.ProbeKind;
import io.pinisi.cluster.node.pod.Resize;
import io.pinisi.cluster.node.pod.Restarts;
import io.pinisi.cluster.node.probe.ProbeTarget;
import io.pinisi.cluster.node.probe.Prober;
import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.ObservedSandbox;
import io.pinisi.cluster.node.runtime.PodObservation;
import io.pinisi.cluster.node.runtime.RuntimeFailure;
import io.pinisi.cluster.node.volume.VolumeTrouble;
import io.pinisi.cluster.node.volume.Volumes;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Owns one pod on this node. All fields but the mailbox belong to the worker's thread; everyone
 * else tells it what happened and leaves.
 */
final class PodWorker implements Prober.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PodWorker.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final NodeServices node;
    private final PlanExecutor executor;
    private final PodFiles files;
    private final Mailbox mailbox = new Mailbox();
    private final NodeRoom room;
    private final Runnable onEnd;
    private volatile @Nullable Thread thread;

    private Pod pod;
    private Allocation allocation;
    private final Map<String, Preparation> preparations = new HashMap<>();
    private final Restarts restarts = new Restarts();
    private final Map<String, Health> health = new HashMap<>();
    private final Map<String, @Nullable Prober> probers = new HashMap<>();
    private final Map<String, String> lastWords = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> toldBackoffs = new HashSet<>();
    private Optional<Preparation.Trouble> sandboxTrouble = Optional.empty();
    private ObjectNode reported;
    private boolean gone;
    private boolean finished;

    PodWorker(
            NodeServices node,
            PlanExecutor executor,
            PodFiles files,
            Pod pod,
            NodeRoom room,
            Runnable onEnd) {
        this.node = node;
        this.executor = executor;
        this.files = files;
        this.pod = pod;
        this.allocation = Allocation.reported(pod);
        this.room = room;
        this.onEnd = onEnd;
        this.reported = statusOf(pod);
    }

    private static ObjectNode statusOf(Pod pod) {
        return pod.status() instanceof ObjectNode status ? status : Json.object();
    }

    void start() {
        thread = Thread.ofVirtual().name("pod " + pod.identity()).start(this::run);
    }

    /** Leaves the pod as it is, on the node and in the API. */
    void abandon() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    void tell(Happening happening) {
        mailbox.put(happening);
    }

    private void run() {
        try {
            Instant wakeAt = node.clock().instant();
            while (!(gone && finished)) {
                wakeAt = turn(wakeAt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            probers.values().forEach(PodWorker::close);
            onEnd.run();
        }
    }

    private Instant turn(Instant wakeAt) throws InterruptedException {
        mailbox.take(Duration.between(node.clock().instant(), wakeAt)).forEach(this::absorb);
        try {
            return sync();
        } catch (RuntimeFailure | ApiException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.warn("pod is tried again pod={} error={}", pod.identity(), e.getMessage());
            }
        } catch (RuntimeException e) {
            LOG.error("pod worker failed pod={}", pod.identity(), e);
        }
        return node.clock().instant().plus(RETRY);
    }

    private void absorb(Happening happening) {
        switch (happening) {
            case Happening.PodChanged(Pod changed) -> pod = changed;
            case Happening.PodGone() -> {
                gone = true;
                pod = deleted(pod);
            }
            case Happening.Stirred() -> {}
            case Happening.RefreshDue() -> refresh();
            case Happening.HealthChanged(String id, Health found) -> health.put(id, found);
            case Happening.ActionEnded(String subject, Effect effect) -> {
                underWay.remove(subject);
                restarts.over(subject);
                absorb(effect);
            }
        }
    }

    /** What is no more is treated as what is to go. */
    private static Pod deleted(Pod pod) {
        if (pod.isDeleting()) {
            return pod;
        }
        ObjectNode copy = pod.tree().deepCopy();
        copy.withObject("/metadata").put("deletionTimestamp", "1970-01-01T00:00:00Z");
        return new Pod(copy);
    }

    private void absorb(Effect effect) {
        switch (effect) {
            case Effect.Nothing() -> {}
            case Effect.SandboxMade() -> sandboxTrouble = Optional.empty();
            case Effect.SandboxFailed(Preparation.Trouble trouble) ->
                    sandboxTrouble = Optional.of(trouble);
            case Effect.Prepared(String container, Preparation preparation) ->
                    preparations.put(container, preparation);
            case Effect.Started(String container) -> preparations.remove(container);
            case Effect.Finished() -> finished = true;
            case Effect.Failed(String message) ->
                    LOG.warn("action failed pod={} error={}", pod.identity(), message);
        }
    }

    /** One look at everything: act on it, report it, say when to look again. */
    private Instant sync() {
        if (finished) {
            return node.clock().instant().plus(IDLE);
        }
        PodSituation situation = situation();
        PodPlan plan = PodPlanner.plan(situation);
        for (PodAction action : plan.actions()) {
            begin(action, situation);
        }
        watchHealth(situation.observed());
        report(situation);
        Instant latest = situation.now().plus(IDLE);
        Instant wake = plan.wakeAt().filter(at -> at.isBefore(latest)).orElse(latest);
        return plan.wakeAt().isPresent() && wake.isBefore(situation.now())
                ? situation.now().plus(RETRY)
                : wake;
    }

    private PodSituation situation() {
        PodObservation observed = explained(node.runtime().observe(pod.uid()));
        Set<String> ids = new HashSet<>();
        observed.containers().forEach(c -> ids.add(c.id()));
        health.keySet().retainAll(ids);
        lastWords.keySet().retainAll(ids);
        Resize resize = resize();
        return new PodSituation(
                allocation.applied(pod),
                observed,
                preparations,
                health,
                restarts.backoffs(),
                sandboxTrouble,
                resize,
                node.clock().instant());
    }

    /** Grants the pod the resources that it wants, if the node has room for them. */
    private Resize resize() {
        if (pod.isTerminal() || pod.isDeleting()) {
            if (pod.isTerminal()) {
                room.leave(pod.uid());
            }
            return Resize.GRANTED;
        }
        if (allocation.covers(pod)) {
            room.take(pod.uid(), PodUsage.requests(pod.spec()));
            return Resize.GRANTED;
        }
        room.take(pod.uid(), PodUsage.requests(allocation.applied(pod).spec()));
        Resize answer = room.ask(pod.uid(), PodUsage.requests(pod.spec()));
        if (answer == Resize.GRANTED) {
            allocation = Allocation.of(pod);
        }
        return answer;
    }

    private PodObservation explained(PodObservation observed) {
        return new PodObservation(
                observed.sandboxes(),
                observed.containers().stream()
                        .map(seen -> seen.ended() ? seen.withMessage(words(seen)) : seen)
                        .toList());
    }

    private String words(ObservedContainer seen) {
        return lastWords.computeIfAbsent(
                seen.id(),
                id -> {
                    String words = files.lastWords(pod.identity(), seen);
                    return words.isEmpty() ? seen.message() : words;
                });
    }

    private void begin(PodAction action, PodSituation situation) {
        if (!underWay.add(action.subject())) {
            return;
        }
        Backoff previous = null;
        if (action instanceof PodAction.PullImage pull
                && preparations.get(pull.container().name())
                        instanceof Preparation.PullFailed failed) {
            previous = failed.backoff();
        }
        if (action instanceof PodAction.StartContainer start) {
            noteRestart(start.container(), situation.observed());
        }
        Pod current = situation.pod();
        Backoff putOff = previous;
        Thread.ofVirtual()
                .name("pod " + pod.identity() + " " + action.getClass().getSimpleName())
                .start(() -> perform(current, action, putOff));
    }

    private void perform(Pod current, PodAction action, @Nullable Backoff previous) {
        Effect effect = new Effect.Failed("ended unexpectedly");
        try {
            effect = executor.perform(current, action, previous);
            if (effect instanceof Effect.Failed) {
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("action failed pod={} action={}", current.identity(), action, e);
        } finally {
            tell(new Happening.ActionEnded(action.subject(), effect));
        }
    }

    private void noteRestart(ContainerDefinition container, PodObservation observed) {
        observed.newest(container.name())
                .filter(ObservedContainer::ended)
                .ifPresent(
                        seen -> {
                            Instant now = node.clock().instant();
                            Instant ended = seen.finishedAt() == null ? now : seen.finishedAt();
                            restarts.begun(container.name(), ended, now);
                        });
    }

    /** Every running container with probes has a prober, and no other. */
    private void watchHealth(PodObservation observed) {
        Set<String> running = new HashSet<>();
        boolean watched = !pod.isDeleting();
        for (ObservedContainer seen : observed.containers()) {
            Optional<ContainerDefinition> container = pod.container(seen.name());
            if (watched && seen.running() && container.isPresent()) {
                running.add(seen.id());
                if (!probers.containsKey(seen.id())) {
                    probers.put(seen.id(), prober(container.get(), seen, observed));
                }
            }
        }
        probers.entrySet()
                .removeIf(
                        entry -> {
                            boolean over = !running.contains(entry.getKey());
                            if (over) {
                                close(entry.getValue());
                            }
                            return over;
                        });
    }

    private @Nullable Prober prober(
            ContainerDefinition container, ObservedContainer seen, PodObservation observed) {
        String address =
                pod.namespaces().hostNetwork()
                        ? node.settings().facts().address()
                        : observed.newestSandbox().map(ObservedSandbox::address).orElse("");
        return Prober.start(container, new ProbeTarget(seen.id(), address), node.calls(), this);
    }

    private static void close(@Nullable Prober prober) {
        if (prober != null) {
            prober.close();
        }
    }

    @Override
    public void changed(String containerId, Health found) {
        tell(new Happening.HealthChanged(containerId, found));
    }

    @Override
    public void failed(ContainerDefinition container, ProbeKind kind, String output) {
        node.events()
                .tell(
                        pod.tree(),
                        container.fieldPath(),
                        EventRecorder.Type.WARNING,
                        "Unhealthy",
                        kind.title() + " probe failed: " + output.strip());
    }

    private void refresh() {
        if (pod.isDeleting() || pod.isTerminal()) {
            return;
        }
        Pod current = pod;
        Thread.ofVirtual().name("pod " + pod.identity() + " refresh").start(() -> refresh(current));
    }

    private void refresh(Pod current) {
        try {
            if (Volumes.follows(current)) {
                node.volumes().refresh(current, executor.fields(current, ""));
            }
            for (ObservedContainer seen : node.runtime().observe(current.uid()).containers()) {
                if (seen.running()) {
                    files.rotateLog(current.identity(), seen, node.runtime().access());
                }
            }
        } catch (VolumeTrouble | ApiException | RuntimeFailure | UncheckedIOException e) {
            LOG.debug("pod={} refresh: {}", current.identity(), e.getMessage());
        }
    }

    private void report(PodSituation situation) {
        if (gone) {
            return;
        }
        ObjectNode previous = statusOf(pod).deepCopy();
        ObjectNode next = PodStatus.compose(situation, latest(previous), node.settings().facts());
        tellWaiting(next);
        JsonNode resize = next.get("resize");
        if (next.equals(reported) && Objects.equals(resize, pod.status().get("resize"))) {
            return;
        }
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("uid", pod.uid());
        ObjectNode status = next.deepCopy();
        if (resize == null) {
            status.putNull("resize");
        }
        patch.set("status", status);
        try {
            node.client()
                    .patch(
                            ResourcePath.of(Resources.PODS, pod.key()).sub("status"),
                            PatchType.MERGE,
                            patch,
                            WriteOptions.by("pinisi-node"));
            reported = next;
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }

    /** The API's state, or ours where the API's answer to our last report is still on its way. */
    private ObjectNode latest(ObjectNode fromApi) {
        if (!reported.has("startTime")) {
            return fromApi;
        }
        ObjectNode merged = reported.deepCopy();
        fromApi.path("conditions")
                .forEach(
                        condition -> {
                            String type = condition.path("type").asString("");
                            if (Conditions.find(merged, type).isEmpty()) {
                                merged.withArray("conditions").add(condition.deepCopy());
                            }
                        });
        return merged;
    }

    /** Waiting for a retry is told once each time it begins. */
    private void tellWaiting(ObjectNode status) {
        for (ContainerDefinition container : pod.containers()) {
            String reason = waitingReason(status, container);
            String key = container.name();
            boolean waits = reason.equals("CrashLoopBackOff") || reason.equals("ImagePullBackOff");
            if (!waits) {
                toldBackoffs.remove(key);
            } else if (toldBackoffs.add(key)) {
                tellBackoff(container, reason.equals("CrashLoopBackOff"));
            }
        }
    }

    private void tellBackoff(ContainerDefinition container, boolean crashed) {
        if (crashed) {
            node.events()
                    .tell(
                            pod.tree(),
                            container.fieldPath(),
                            EventRecorder.Type.WARNING,
                            "BackOff",
                            "Back-off restarting failed container %s in pod %s"
                                    .formatted(container.name(), pod.label()));
            return;
        }
        node.events()
                .tell(
                        pod.tree(),
                        container.fieldPath(),
                        EventRecorder.Type.NORMAL,
                        "BackOff",
                        "Back-off pulling image \"%s\"".formatted(container.image()));
        node.events()
                .tell(
                        pod.tree(),
                        container.fieldPath(),
                        EventRecorder.Type.WARNING,
                        "Failed",
                        "Error: ImagePullBackOff");
    }

    private static String waitingReason(ObjectNode status, ContainerDefinition container) {
        for (String field : new String[] {"containerStatuses", "initContainerStatuses"}) {
            for (JsonNode item : status.path(field)) {
                if (item.path("name").asString("").equals(container.name())) {
                    return item.path("state").path("waiting").path("reason").asString("");
                }
            }
        }
        return "";
    }
}
