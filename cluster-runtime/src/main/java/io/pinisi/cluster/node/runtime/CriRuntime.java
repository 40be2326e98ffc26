package io.pinisi.cluster.node.runtime;

import io.pinisi.cluster.node.runtime.cri.Container;
import io.pinisi.cluster.node.runtime.cri.ContainerFilter;
import io.pinisi.cluster.node.runtime.cri.ContainerStatusRequest;
import io.pinisi.cluster.node.runtime.cri.CreateContainerRequest;
import io.pinisi.cluster.node.runtime.cri.ListContainersRequest;
import io.pinisi.cluster.node.runtime.cri.ListPodSandboxRequest;
import io.pinisi.cluster.node.runtime.cri.PodSandbox;
import io.pinisi.cluster.node.runtime.cri.PodSandboxFilter;
import io.pinisi.cluster.node.runtime.cri.PodSandboxStatusRequest;
import io.pinisi.cluster.node.runtime.cri.RemoveContainerRequest;
import io.pinisi.cluster.node.runtime.cri.RemovePodSandboxRequest;
import io.pinisi.cluster.node.runtime.cri.RunPodSandboxRequest;
import io.pinisi.cluster.node.runtime.cri.RuntimeCondition;
import io.pinisi.cluster.node.runtime.cri.StartContainerRequest;
import io.pinisi.cluster.node.runtime.cri.StatusRequest;
import io.pinisi.cluster.node.runtime.cri.StopContainerRequest;
import io.pinisi.cluster.node.runtime.cri.StopPodSandboxRequest;
import io.pinisi.cluster.node.runtime.cri.UpdateContainerResourcesRequest;
import io.pinisi.cluster.node.runtime.cri.VersionRequest;
import io.pinisi.cluster.node.runtime.cri.VersionResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Drives containerd, or another runtime that speaks CRI v1, over its Unix socket. */
public final class CriRuntime implements ContainerRuntime {
    private final CriClient client;
    private final ImageStore images;
    private final ContainerAccess access;

    private CriRuntime(CriClient client) {
        this.client = client;
        this.images = new CriImages(client);
        this.access = new CriAccess(client);
    }

    /** Connects lazily: the socket need not be there yet. */
    public static CriRuntime connect(Path socket) {
        return new CriRuntime(CriClient.connect(socket));
    }

    @Override
    public RuntimeInfo info() {
        return CriClient.call(
                () -> {
                    VersionResponse version =
                            client.quick().version(VersionRequest.newBuilder().build());
                    String problem =
                            client
                                    .quick()
                                    .status(StatusRequest.newBuilder().build())
                                    .getStatus()
                                    .getConditionsList()
                                    .stream()
                                    .filter(condition -> !condition.getStatus())
                                    .map(CriRuntime::problem)
                                    .collect(Collectors.joining("; "));
                    return new RuntimeInfo(
                            version.getRuntimeName(), version.getRuntimeVersion(), problem);
                });
    }

    private static String problem(RuntimeCondition condition) {
        return condition.getReason() + ": " + condition.getMessage();
    }

    @Override
    public Map<String, Pulse> pulses() {
        return CriClient.call(
                () -> {
                    Map<String, Pulse> pulses = new HashMap<>();
                    for (PodSandbox sandbox :
                            client.quick()
                                    .listPodSandbox(ListPodSandboxRequest.newBuilder().build())
                                    .getItemsList()) {
                        pulses.put(
                                sandbox.getId(),
                                new Pulse(
                                        PodLabels.pod(sandbox.getLabelsMap()).uid(),
                                        sandbox.getState().name()));
                    }
                    for (Container container :
                            client.quick()
                                    .listContainers(ListContainersRequest.newBuilder().build())
                                    .getContainersList()) {
                        pulses.put(
                                container.getId(),
                                new Pulse(
                                        PodLabels.pod(container.getLabelsMap()).uid(),
                                        container.getState().name()));
                    }
                    return pulses;
                });
    }

    @Override
    public PodObservation observe(String podUid) {
        return CriClient.call(() -> new PodObservation(sandboxes(podUid), containers(podUid)));
    }

    private List<ObservedSandbox> sandboxes(String podUid) {
        List<ObservedSandbox> observed = new ArrayList<>();
        for (PodSandbox sandbox :
                client.quick()
                        .listPodSandbox(
                                ListPodSandboxRequest.newBuilder()
                                        .setFilter(
                                                PodSandboxFilter.newBuilder()
                                                        .putLabelSelector(PodLabels.UID, podUid))
                                        .build())
                        .getItemsList()) {
            CriClient.present(
                            () ->
                                    client.quick()
                                            .podSandboxStatus(
                                                    PodSandboxStatusRequest.newBuilder()
                                                            .setPodSandboxId(sandbox.getId())
                                                            .build()))
                    .ifPresent(r -> observed.add(CriMessages.sandbox(r.getStatus())));
        }
        observed.sort(Comparator.comparing(ObservedSandbox::createdAt).reversed());
        return observed;
    }

    private List<ObservedContainer> containers(String podUid) {
        List<ObservedContainer> observed = new ArrayList<>();
        for (Container container :
                client.quick()
                        .listContainers(
                                ListContainersRequest.newBuilder()
                                        .setFilter(
                                                ContainerFilter.newBuilder()
                                                        .putLabelSelector(PodLabels.UID, podUid))
                                        .build())
                        .getContainersList()) {
            CriClient.present(
                            () ->
                                    client.quick()
                                            .containerStatus(
                                                    ContainerStatusRequest.newBuilder()
                                                            .setContainerId(container.getId())
                                                            .build()))
                    .ifPresent(
                            r ->
                                    observed.add(
                                            CriMessages.container(
                                                    container.getPodSandboxId(), r.getStatus())));
        }
        observed.sort(Comparator.comparing(ObservedContainer::createdAt).reversed());
        return observed;
    }

    @Override
    public String runSandbox(SandboxSpec spec) {
        return CriClient.call(
                () ->
                        client.slow()
                                .runPodSandbox(
                                        RunPodSandboxRequest.newBuilder()
                                                .setConfig(CriMessages.sandbox(spec))
                                                .build())
                                .getPodSandboxId());
    }

    @Override
    public void stopSandbox(String id) {
        CriClient.gone(
                () ->
                        client.slow()
                                .stopPodSandbox(
                                        StopPodSandboxRequest.newBuilder()
                                                .setPodSandboxId(id)
                                                .build()));
    }

    @Override
    public void removeSandbox(String id) {
        CriClient.gone(
                () ->
                        client.slow()
                                .removePodSandbox(
                                        RemovePodSandboxRequest.newBuilder()
                                                .setPodSandboxId(id)
                                                .build()));
    }

    @Override
    public String createContainer(String sandboxId, SandboxSpec sandbox, ContainerSpec spec) {
        return CriClient.call(
                () ->
                        client.slow()
                                .createContainer(
                                        CreateContainerRequest.newBuilder()
                                                .setPodSandboxId(sandboxId)
                                                .setConfig(CriMessages.container(sandbox, spec))
                                                .setSandboxConfig(CriMessages.sandbox(sandbox))
                                                .build())
                                .getContainerId());
    }

    @Override
    public void startContainer(String id) {
        CriClient.call(
                () ->
                        client.slow()
                                .startContainer(
                                        StartContainerRequest.newBuilder()
                                                .setContainerId(id)
                                                .build()));
    }

    @Override
    public void stopContainer(String id, Duration grace) {
        CriClient.gone(
                () ->
                        client.slowBeside(grace)
                                .stopContainer(
                                        StopContainerRequest.newBuilder()
                                                .setContainerId(id)
                                                .setTimeout(grace.toSeconds())
                                                .build()));
    }

    @Override
    public void resizeContainer(String id, ContainerSpec.Resources resources) {
        CriClient.call(
                () ->
                        client.slow()
                                .updateContainerResources(
                                        UpdateContainerResourcesRequest.newBuilder()
                                                .setContainerId(id)
                                                .setLinux(CriMessages.resources(resources))
                                                .build()));
    }

    @Override
    public void removeContainer(String id) {
        CriClient.gone(
                () ->
                        client.slow()
                                .removeContainer(
                                        RemoveContainerRequest.newBuilder()
                                                .setContainerId(id)
                                                .build()));
    }

    @Override
    public ImageStore images() {
        return images;
    }

    @Override
    public ContainerAccess access() {
        return access;
    }

    @Override
    public void close() {
        client.close();
    }
}
