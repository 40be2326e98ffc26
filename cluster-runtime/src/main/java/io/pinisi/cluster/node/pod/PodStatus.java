package io.pinisi.cluster.node.pod;

import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controller.view.Timestamps;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.ObservedSandbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Composes a pod's status from its situation: the wording and order of the kubelet. */
public final class PodStatus {
    private final PodSituation situation;
    private final Pod pod;
    private final NodeFacts node;
    private final ObjectNode status;

    private PodStatus(PodSituation situation, ObjectNode previous, NodeFacts node) {
        this.situation = situation;
        this.pod = situation.pod();
        this.node = node;
        this.status = previous.deepCopy();
    }

    /**
     * @param previous the status as it was last reported: what others wrote there stays, and
     *     conditions keep their times
     */
    public static ObjectNode compose(PodSituation situation, ObjectNode previous, NodeFacts node) {
        return new PodStatus(situation, previous, node).compose();
    }

    private ObjectNode compose() {
        if (!status.has("startTime")) {
            status.put("startTime", Timestamps.seconds(situation.now()));
        }
        status.put("hostIP", node.address());
        status.withArray("hostIPs").removeAll().addObject().put("ip", node.address());
        status.put("qosClass", QosClass.of(pod).text());
        addresses();
        statuses("initContainerStatuses", pod.initContainers());
        statuses("containerStatuses", pod.mainContainers());
        statuses(
                "ephemeralContainerStatuses",
                pod.containers().stream()
                        .filter(c -> c.kind() == ContainerDefinition.Kind.EPHEMERAL)
                        .toList());
        status.put("phase", phase());
        resize();
        conditions();
        return status;
    }

    private void addresses() {
        Optional<String> address = address();
        if (address.isPresent()) {
            status.put("podIP", address.get());
            status.withArray("podIPs").removeAll().addObject().put("ip", address.get());
        }
    }

    private Optional<String> address() {
        Optional<ObservedSandbox> sandbox = situation.readySandbox();
        if (sandbox.isEmpty()) {
            return Optional.empty();
        }
        String address = pod.namespaces().hostNetwork() ? node.address() : sandbox.get().address();
        return address.isEmpty() ? Optional.empty() : Optional.of(address);
    }

    private void statuses(String field, List<ContainerDefinition> containers) {
        if (containers.isEmpty()) {
            status.remove(field);
            return;
        }
        ArrayNode before =
                status.get(field) instanceof ArrayNode array
                        ? array.deepCopy()
                        : Json.object().putArray("x");
        ArrayNode list = status.putArray(field);
        for (ContainerDefinition container : containers) {
            list.add(status(container, named(before, container.name())));
        }
    }

    private static @Nullable JsonNode named(ArrayNode list, String name) {
        for (JsonNode item : list) {
            if (item.path("name").asString("").equals(name)) {
                return item;
            }
        }
        return null;
    }

    private ObjectNode status(ContainerDefinition container, @Nullable JsonNode before) {
        List<ObservedContainer> all = situation.observed().all(container.name());
        Optional<ObservedContainer> newest = all.stream().findFirst();
        ObjectNode result = Json.object();
        result.put("name", container.name());
        if (newest.isEmpty()) {
            return unseen(container, before, result);
        }
        ObservedContainer seen = newest.get();
        Health health = situation.health(container, seen);
        Optional<Waiting> waiting = seen.running() ? Optional.empty() : waiting(container);
        ObjectNode state = result.putObject("state");
        ObjectNode last = result.putObject("lastState");
        if (waiting.isPresent()) {
            put(state, waiting.get());
            put(last, seen);
        } else {
            put(state, seen);
            all.stream()
                    .skip(1)
                    .filter(ObservedContainer::ended)
                    .findFirst()
                    .ifPresent(previous -> put(last, previous));
        }
        boolean started = seen.running() && health.started();
        result.put("ready", ready(container, seen, health));
        result.put("restartCount", seen.attempt());
        result.put("image", image(container, seen));
        result.put("imageID", seen.imageRef());
        result.put("containerID", id(seen));
        result.put("started", started);
        if (container.kind() == ContainerDefinition.Kind.MAIN) {
            resources(container, seen, result);
        }
        return result;
    }

    private void resources(
            ContainerDefinition container, ObservedContainer seen, ObjectNode result) {
        JsonNode requests = container.node().path("resources").path("requests");
        if (!requests.isEmpty()) {
            result.set("allocatedResources", requests);
        }
        if (seen.resources() != null) {
            result.set("resources", Limits.actual(pod, container, seen));
        }
    }

    /** How far a resize has come; nothing where there is none. */
    private void resize() {
        boolean follows =
                pod.mainContainers().stream()
                        .anyMatch(
                                c ->
                                        situation
                                                .current(c)
                                                .filter(ObservedContainer::running)
                                                .filter(s -> !Limits.changes(pod, c, s).isEmpty())
                                                .isPresent());
        switch (situation.resize()) {
            case DEFERRED -> status.put("resize", "Deferred");
            case INFEASIBLE -> status.put("resize", "Infeasible");
            case GRANTED -> {
                if (follows) {
                    status.put("resize", "InProgress");
                } else {
                    status.remove("resize");
                }
            }
        }
    }

    /** Never seen by the runtime, or forgotten by it: what was reported of its end stays true. */
    private ObjectNode unseen(
            ContainerDefinition container, @Nullable JsonNode before, ObjectNode result) {
        if (before != null && before.path("state").has("terminated")) {
            return (ObjectNode) before.deepCopy();
        }
        Waiting waiting = waiting(container).orElse(new Waiting(idleReason(container), ""));
        put(result.putObject("state"), waiting);
        result.putObject("lastState");
        result.put("ready", false);
        result.put("restartCount", 0);
        result.put("image", container.image());
        result.put("imageID", "");
        result.put("started", false);
        return result;
    }

    private String idleReason(ContainerDefinition container) {
        boolean later =
                container.kind() == ContainerDefinition.Kind.MAIN
                        || container.kind() == ContainerDefinition.Kind.EPHEMERAL;
        return !pod.initContainers().isEmpty() && (later || !isNextInit(container))
                ? "PodInitializing"
                : "ContainerCreating";
    }

    private boolean isNextInit(ContainerDefinition container) {
        for (ContainerDefinition init : pod.initContainers()) {
            if (init.name().equals(container.name())) {
                return true;
            }
            if (situation.current(init).filter(seen -> situation.done(init, seen)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private record Waiting(String reason, String message) {}

    /** Why a container that should run does not. */
    private Optional<Waiting> waiting(ContainerDefinition container) {
        if (pod.isDeleting() || situation.over()) {
            return Optional.empty();
        }
        Preparation preparation = situation.preparations().get(container.name());
        Instant now = situation.now();
        Optional<Waiting> prepared =
                switch (preparation) {
                    case null -> Optional.empty();
                    case Preparation.ImageReady ready -> Optional.empty();
                    case Preparation.PullFailed failed ->
                            Optional.of(new Waiting(failed.reasonAt(now), failed.messageAt(now)));
                    case Preparation.Trouble trouble ->
                            Optional.of(new Waiting(trouble.reason(), trouble.message()));
                };
        return prepared.isPresent() ? prepared : crashing(container);
    }

    private Optional<Waiting> crashing(ContainerDefinition container) {
        Backoff backoff = situation.backoffs().get(container.name());
        Optional<ObservedContainer> seen = situation.current(container);
        if (backoff == null
                || seen.isEmpty()
                || !seen.get().ended()
                || !container.restartPolicy(pod).restarts(seen.get().exitCode())) {
            return Optional.empty();
        }
        Instant ended = seen.get().finishedAt();
        if (ended == null || !backoff.until(ended).isAfter(situation.now())) {
            return Optional.empty();
        }
        return Optional.of(
                new Waiting(
                        "CrashLoopBackOff",
                        "back-off %s restarting failed container=%s pod=%s"
                                .formatted(backoff.text(), container.name(), pod.label())));
    }

    private static void put(ObjectNode state, Waiting waiting) {
        ObjectNode node = state.putObject("waiting");
        node.put("reason", waiting.reason());
        if (!waiting.message().isEmpty()) {
            node.put("message", waiting.message());
        }
    }

    private void put(ObjectNode state, ObservedContainer seen) {
        switch (seen.state()) {
            case CREATED -> state.putObject("waiting").put("reason", "ContainerCreating");
            case RUNNING -> {
                Instant started = seen.startedAt() == null ? seen.createdAt() : seen.startedAt();
                state.putObject("running").put("startedAt", Timestamps.seconds(started));
            }
            case EXITED, UNKNOWN -> terminated(state.putObject("terminated"), seen);
        }
    }

    private void terminated(ObjectNode node, ObservedContainer seen) {
        boolean unknown = seen.state() == ObservedContainer.State.UNKNOWN;
        node.put("exitCode", unknown ? 137 : seen.exitCode());
        node.put("reason", reason(seen, unknown));
        if (!seen.message().isEmpty()) {
            node.put("message", seen.message());
        }
        time(node, "startedAt", seen.startedAt());
        time(node, "finishedAt", seen.finishedAt());
        node.put("containerID", id(seen));
    }

    private static String reason(ObservedContainer seen, boolean unknown) {
        if (unknown) {
            return "ContainerStatusUnknown";
        }
        if (!seen.reason().isEmpty()) {
            return seen.reason();
        }
        return seen.exitCode() == 0 ? "Completed" : "Error";
    }

    private static void time(ObjectNode node, String field, @Nullable Instant time) {
        if (time == null) {
            node.putNull(field);
        } else {
            node.put(field, Timestamps.seconds(time));
        }
    }

    private String id(ObservedContainer seen) {
        return node.runtime() + "://" + seen.id();
    }

    private static String image(ContainerDefinition container, ObservedContainer seen) {
        String image = seen.image();
        return image.isEmpty() || image.startsWith("sha256:") ? container.image() : image;
    }

    private boolean ready(ContainerDefinition container, ObservedContainer seen, Health health) {
        if (container.kind() == ContainerDefinition.Kind.INIT) {
            return seen.state() == ObservedContainer.State.EXITED && seen.exitCode() == 0;
        }
        return seen.running() && health.started() && health.ready() && !situation.over();
    }

    private String phase() {
        if (pod.isTerminal()) {
            return pod.phase();
        }
        if (situation.initFailed()) {
            return "Failed";
        }
        int running = 0;
        int waiting = 0;
        int ended = 0;
        int failed = 0;
        for (ContainerDefinition container : pod.mainContainers()) {
            Optional<ObservedContainer> seen = situation.observed().newest(container.name());
            if (seen.isEmpty() || seen.get().state() == ObservedContainer.State.CREATED) {
                waiting++;
            } else if (seen.get().running()) {
                running++;
            } else {
                ended++;
                failed += seen.get().exitCode() == 0 ? 0 : 1;
            }
        }
        if (waiting > 0 || (!situation.initialized() && running == 0 && ended == 0)) {
            return "Pending";
        }
        if (running > 0 || sidecarRuns()) {
            return "Running";
        }
        boolean over = situation.over() || pod.isDeleting();
        if (ended > 0 && !over) {
            return "Running";
        }
        return failed == 0 ? "Succeeded" : "Failed";
    }

    /** The pod is not over before its sidecars are. */
    private boolean sidecarRuns() {
        return pod.initContainers().stream()
                .filter(c -> c.kind() == ContainerDefinition.Kind.SIDECAR)
                .anyMatch(
                        c ->
                                situation
                                        .observed()
                                        .newest(c.name())
                                        .filter(ObservedContainer::running)
                                        .isPresent());
    }

    private void conditions() {
        String phase = status.path("phase").asString("");
        boolean succeeded = phase.equals("Succeeded");
        boolean failed = phase.equals("Failed");
        set("PodReadyToStartContainers", situation.readySandbox().isPresent(), "", "");
        initialized(succeeded);
        List<String> unready =
                pod.mainContainers().stream()
                        .map(ContainerDefinition::name)
                        .filter(name -> !isReady("containerStatuses", name))
                        .collect(Collectors.toCollection(ArrayList::new));
        pod.initContainers().stream()
                .filter(c -> c.kind() == ContainerDefinition.Kind.SIDECAR)
                .map(ContainerDefinition::name)
                .filter(name -> !isReady("initContainerStatuses", name))
                .forEach(unready::add);
        String reason = "";
        String message = "";
        if (succeeded) {
            reason = "PodCompleted";
        } else if (failed) {
            reason = "PodFailed";
        } else if (!unready.isEmpty()) {
            reason = "ContainersNotReady";
            message = "containers with unready status: [" + String.join(" ", unready) + "]";
        }
        set("ContainersReady", reason.isEmpty(), reason, message);
        ready(reason, message);
        if (Conditions.find(status, "PodScheduled").isEmpty()) {
            set("PodScheduled", true, "", "");
        }
    }

    private void initialized(boolean succeeded) {
        if (succeeded || situation.initialized()) {
            set("Initialized", true, succeeded ? "PodCompleted" : "", "");
            return;
        }
        String missing =
                pod.initContainers().stream()
                        .filter(
                                c ->
                                        situation
                                                .current(c)
                                                .filter(seen -> situation.done(c, seen))
                                                .isEmpty())
                        .map(ContainerDefinition::name)
                        .collect(Collectors.joining(" ", "[", "]"));
        set(
                "Initialized",
                false,
                "ContainersNotInitialized",
                "containers with incomplete status: " + missing);
    }

    private void ready(String reason, String message) {
        if (!reason.isEmpty()) {
            set("Ready", false, reason, message);
            return;
        }
        for (JsonNode gate : pod.spec().path("readinessGates")) {
            String type = gate.path("conditionType").asString("");
            if (!Conditions.isTrue(status, type)) {
                set(
                        "Ready",
                        false,
                        "ReadinessGatesNotReady",
                        "corresponding condition of pod readiness gate \"%s\" does not exist."
                                .formatted(type));
                return;
            }
        }
        set("Ready", true, "", "");
    }

    private void set(String type, boolean isTrue, String reason, String message) {
        Conditions.set(
                status, Conditions.Condition.of(type, isTrue, reason, message), situation.now());
    }

    private boolean isReady(String field, String name) {
        for (JsonNode container : status.path(field)) {
            if (container.path("name").asString("").equals(name)) {
                return container.path("ready").asBoolean(false);
            }
        }
        return false;
    }
}
