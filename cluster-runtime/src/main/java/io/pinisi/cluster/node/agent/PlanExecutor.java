package io.pinisi.cluster.node.agent;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controller.event.EventRecorder;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.node.container.ContainerRefusal;
import io.pinisi.cluster.node.container.ContainerSpecs;
import io.pinisi.cluster.node.container.Environment;
import io.pinisi.cluster.node.container.Expansion;
import io.pinisi.cluster.node.container.ServiceVariables;
import io.pinisi.cluster.node.pod.Backoff;
import io.pinisi.cluster.node.pod.ContainerDefinition;
import io.pinisi.cluster.node.pod.FieldReferences;
import io.pinisi.cluster.node.pod.Limits;
import io.pinisi.cluster.node.pod.Pod;
import io.pinisi.cluster.node.pod.PodAction;
import io.pinisi.cluster.node.pod.Preparation;
import io.pinisi.cluster.node.probe.ProbeTarget;
import io.pinisi.cluster.node.runtime.ContainerRuntime;
import io.pinisi.cluster.node.runtime.ContainerSpec;
import io.pinisi.cluster.node.runtime.ObservedContainer;
import io.pinisi.cluster.node.runtime.PodObservation;
import io.pinisi.cluster.node.runtime.RuntimeFailure;
import io.pinisi.cluster.node.runtime.SandboxSpec;
import io.pinisi.cluster.node.volume.VolumeTrouble;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Performs the actions of a plan; each call may take its time and is made on a thread of its own.
 */
final class PlanExecutor {
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration LEAST_GRACE = Duration.ofSeconds(2);
    private static final int HOSTNAME_LIMIT = 63;

    private final NodeServices node;
    private final ContainerRuntime runtime;
    private final ImagePuller images;
    private final PodFiles files;
    private final DnsPolicy dns;

    PlanExecutor(NodeServices node, PodFiles files) {
        this.node = node;
        this.runtime = node.runtime();
        this.files = files;
        this.images =
                new ImagePuller(runtime.images(), node.objects(), node.events(), node.clock());
        this.dns = DnsPolicy.of(node.settings());
    }

    /**
     * @param previous how long this container's failed pulls have been put off so far
     */
    Effect perform(Pod pod, PodAction action, @Nullable Backoff previous) {
        try {
            return switch (action) {
                case PodAction.CreateSandbox a -> createSandbox(pod, a.attempt());
                case PodAction.StopSandbox a -> {
                    runtime.stopSandbox(a.sandbox().id());
                    yield new Effect.Nothing();
                }
                case PodAction.RemoveSandbox a -> {
                    runtime.removeSandbox(a.sandbox().id());
                    yield new Effect.Nothing();
                }
                case PodAction.PullImage a ->
                        new Effect.Prepared(
                                a.container().name(), images.prepare(pod, a.container(), previous));
                case PodAction.StartContainer a -> start(pod, a);
                case PodAction.StopContainer a -> stop(pod, a);
                case PodAction.ResizeContainer a -> {
                    runtime.resizeContainer(
                            a.seen().id(),
                            Limits.of(pod, a.container(), node.settings().capacity().memory()));
                    yield new Effect.Nothing();
                }
                case PodAction.RemoveContainer a -> {
                    runtime.removeContainer(a.seen().id());
                    yield new Effect.Nothing();
                }
                case PodAction.Finish a -> finish(pod);
            };
        } catch (RuntimeFailure | VolumeTrouble | UncheckedIOException | ApiException e) {
            return new Effect.Failed(String.valueOf(e.getMessage()));
        }
    }

    private Effect createSandbox(Pod pod, int attempt) {
        try {
            node.volumes().layOut(pod, fields(pod, ""));
        } catch (VolumeTrouble | ApiException e) {
            return trouble(pod, "FailedMount", String.valueOf(e.getMessage()));
        }
        try {
            runtime.runSandbox(sandbox(pod, attempt));
            return new Effect.SandboxMade();
        } catch (RuntimeFailure e) {
            return trouble(
                    pod,
                    "FailedCreatePodSandBox",
                    "Failed to create pod sandbox: " + e.getMessage());
        }
    }

    private Effect trouble(Pod pod, String reason, String message) {
        node.events().warning(pod.tree(), reason, message);
        Instant now = node.clock().instant();
        return new Effect.SandboxFailed(
                new Preparation.Trouble(reason, message, now, now.plus(RETRY)));
    }

    private SandboxSpec sandbox(Pod pod, int attempt) {
        Map<String, String> sysctls = new TreeMap<>();
        for (JsonNode sysctl : pod.spec().path("securityContext").path("sysctls")) {
            sysctls.put(sysctl.path("name").asString(""), sysctl.path("value").asString(""));
        }
        boolean privileged =
                pod.containers().stream()
                        .anyMatch(
                                c ->
                                        c.node()
                                                .path("securityContext")
                                                .path("privileged")
                                                .asBoolean(false));
        return new SandboxSpec(
                pod.identity(),
                attempt,
                pod.namespaces().hostNetwork() ? "" : hostname(pod),
                files.logFolder(pod.identity()),
                dns.of(pod),
                pod.namespaces(),
                node.settings().cgroupParent().apply(pod.uid()),
                sysctls,
                privileged);
    }

    private static String hostname(Pod pod) {
        String name = pod.spec().path("hostname").asString(pod.identity().name());
        String cut = name.substring(0, Math.min(HOSTNAME_LIMIT, name.length()));
        return cut.replaceAll("[-.]+$", "");
    }

    private Effect start(Pod pod, PodAction.StartContainer action) {
        ContainerDefinition container = action.container();
        String id;
        try {
            ContainerSpec spec = spec(pod, action);
            id =
                    runtime.createContainer(
                            action.sandbox().id(), sandbox(pod, action.sandbox().attempt()), spec);
        } catch (ContainerRefusal e) {
            return refused(pod, container, e.reason(), String.valueOf(e.getMessage()));
        } catch (VolumeTrouble | ApiException e) {
            return refused(
                    pod, container, "CreateContainerConfigError", String.valueOf(e.getMessage()));
        } catch (RuntimeFailure e) {
            return refused(pod, container, "CreateContainerError", String.valueOf(e.getMessage()));
        }
        normal(pod, container, "Created", "Created container: " + container.name());
        try {
            runtime.startContainer(id);
        } catch (RuntimeFailure e) {
            warning(pod, container, "Failed", "Error: " + e.getMessage());
            return new Effect.Started(container.name());
        }
        normal(pod, container, "Started", "Started container " + container.name());
        postStart(pod, container, id, action.sandbox().address());
        return new Effect.Started(container.name());
    }

    private Effect refused(Pod pod, ContainerDefinition container, String reason, String message) {
        warning(pod, container, "Failed", "Error: " + message);
        Instant now = node.clock().instant();
        return new Effect.Prepared(
                container.name(), new Preparation.Trouble(reason, message, now, now.plus(RETRY)));
    }

    private ContainerSpec spec(Pod pod, PodAction.StartContainer action) {
        ContainerDefinition container = action.container();
        FieldReferences fields = fields(pod, address(pod, action.sandbox().address()));
        Map<String, String> environment =
                new Environment(pod.identity().namespace(), node.objects(), fields)
                        .resolve(container, serviceVariables(pod));
        List<ContainerSpec.Mount> mounts =
                new ArrayList<>(
                        node.volumes()
                                .mounts(
                                        pod,
                                        container,
                                        expression -> Expansion.expand(expression, environment)));
        addOwnFiles(pod, action, mounts);
        return ContainerSpecs.of(
                pod,
                container,
                action.attempt(),
                new ContainerSpecs.Resolved(
                        action.image(),
                        environment,
                        mounts,
                        target(pod, container),
                        node.settings().capacity().memory()));
    }

    private void addOwnFiles(
            Pod pod, PodAction.StartContainer action, List<ContainerSpec.Mount> mounts) {
        ContainerDefinition container = action.container();
        boolean ownHosts =
                !pod.namespaces().hostNetwork()
                        && mounts.stream().noneMatch(m -> m.containerPath().equals("/etc/hosts"));
        if (ownHosts) {
            Path hosts =
                    files.hosts(
                            pod,
                            action.sandbox().address(),
                            hostname(pod),
                            node.settings().clusterDomain());
            mounts.add(mount("/etc/hosts", hosts));
        }
        mounts.add(
                mount(
                        ContainerSpecs.terminationPath(container),
                        files.prepareLastWords(pod.uid(), container, action.attempt())));
    }

    private static ContainerSpec.Mount mount(String containerPath, Path file) {
        return new ContainerSpec.Mount(
                containerPath, file.toString(), false, ContainerSpec.Propagation.PRIVATE);
    }

    private Map<String, String> serviceVariables(Pod pod) {
        List<ObjectNode> services = new ArrayList<>();
        node.services().find(ObjectKey.of("default", "kubernetes")).ifPresent(services::add);
        String namespace = pod.identity().namespace();
        for (ObjectNode service : node.services().inNamespace(namespace)) {
            if (!services.contains(service)) {
                services.add(service);
            }
        }
        return ServiceVariables.of(services, pod.spec().path("enableServiceLinks").asBoolean(true));
    }

    private String target(Pod pod, ContainerDefinition container) {
        String name = container.node().path("targetContainerName").asString("");
        if (name.isEmpty()) {
            return "";
        }
        return runtime.observe(pod.uid())
                .newest(name)
                .filter(ObservedContainer::running)
                .map(ObservedContainer::id)
                .orElseThrow(
                        () ->
                                new ContainerRefusal(
                                        "CreateContainerConfigError",
                                        "unable to find target container \"" + name + "\""));
    }

    FieldReferences fields(Pod pod, String address) {
        return new FieldReferences(
                pod, node.settings().facts(), address, node.settings().capacity());
    }

    private String address(Pod pod, String sandboxAddress) {
        return pod.namespaces().hostNetwork() ? node.settings().facts().address() : sandboxAddress;
    }

    private void postStart(
            Pod pod, ContainerDefinition container, String id, String sandboxAddress) {
        JsonNode hook = Json.at(container.node(), "lifecycle", "postStart");
        if (hook == null) {
            return;
        }
        String failure =
                node.calls()
                        .hook(
                                hook,
                                container.node().path("ports"),
                                new ProbeTarget(id, address(pod, sandboxAddress)),
                                pod.grace());
        if (!failure.isEmpty()) {
            warning(pod, container, "FailedPostStartHook", "PostStartHook failed: " + failure);
            runtime.stopContainer(id, LEAST_GRACE);
        }
    }

    private Effect stop(Pod pod, PodAction.StopContainer action) {
        ContainerDefinition container = action.container();
        normal(pod, container, "Killing", action.message());
        Duration grace = action.grace();
        JsonNode hook = Json.at(container.node(), "lifecycle", "preStop");
        if (hook != null && !grace.isZero()) {
            Instant begun = node.clock().instant();
            preStop(pod, container, action.seen(), hook, grace);
            Duration left = grace.minus(Duration.between(begun, node.clock().instant()));
            grace = left.compareTo(LEAST_GRACE) > 0 ? left : LEAST_GRACE;
        }
        runtime.stopContainer(action.seen().id(), grace);
        return new Effect.Nothing();
    }

    private void preStop(
            Pod pod,
            ContainerDefinition container,
            ObservedContainer seen,
            JsonNode hook,
            Duration limit) {
        String address =
                runtime.observe(pod.uid()).newestSandbox().map(s -> s.address()).orElse("");
        String failure =
                node.calls()
                        .hook(
                                hook,
                                container.node().path("ports"),
                                new ProbeTarget(seen.id(), address(pod, address)),
                                limit);
        if (!failure.isEmpty()) {
            warning(pod, container, "FailedPreStopHook", "PreStopHook failed: " + failure);
        }
    }

    private Effect finish(Pod pod) {
        clear(pod.uid());
        ObjectNode options = Json.object();
        options.put("gracePeriodSeconds", 0);
        options.putObject("preconditions").put("uid", pod.uid());
        try {
            node.client().delete(ResourcePath.of(Resources.PODS, pod.key()), options);
        } catch (ApiException e) {
            if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
        return new Effect.Finished();
    }

    /** Takes away what the node has of a pod that the API has no more. */
    void clear(String podUid) {
        PodObservation observed = runtime.observe(podUid);
        observed.sandboxes()
                .forEach(
                        sandbox -> {
                            runtime.stopSandbox(sandbox.id());
                            runtime.removeSandbox(sandbox.id());
                        });
        node.volumes().remove(podUid);
        observed.sandboxes().forEach(sandbox -> files.forget(sandbox.pod()));
    }

    private void normal(Pod pod, ContainerDefinition container, String reason, String message) {
        node.events()
                .tell(
                        pod.tree(),
                        container.fieldPath(),
                        EventRecorder.Type.NORMAL,
                        reason,
                        message);
    }

    private void warning(Pod pod, ContainerDefinition container, String reason, String message) {
        node.events()
                .tell(
                        pod.tree(),
                        container.fieldPath(),
                        EventRecorder.Type.WARNING,
                        reason,
                        message);
    }
}
