package io.pinisi.cluster.node.runtime;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.pinisi.cluster.node.runtime.cri.AttachRequest;
import io.pinisi.cluster.node.runtime.cri.AuthConfig;
import io.pinisi.cluster.node.runtime.cri.Container;
import io.pinisi.cluster.node.runtime.cri.ContainerFilter;
import io.pinisi.cluster.node.runtime.cri.ContainerStats;
import io.pinisi.cluster.node.runtime.cri.ContainerStatusRequest;
import io.pinisi.cluster.node.runtime.cri.CreateContainerRequest;
import io.pinisi.cluster.node.runtime.cri.ExecRequest;
import io.pinisi.cluster.node.runtime.cri.ExecSyncRequest;
import io.pinisi.cluster.node.runtime.cri.ExecSyncResponse;
import io.pinisi.cluster.node.runtime.cri.Image;
import io.pinisi.cluster.node.runtime.cri.ImageServiceGrpc;
import io.pinisi.cluster.node.runtime.cri.ImageServiceGrpc.ImageServiceBlockingStub;
import io.pinisi.cluster.node.runtime.cri.ImageStatusRequest;
import io.pinisi.cluster.node.runtime.cri.ImageStatusResponse;
import io.pinisi.cluster.node.runtime.cri.ListContainerStatsRequest;
import io.pinisi.cluster.node.runtime.cri.ListContainersRequest;
import io.pinisi.cluster.node.runtime.cri.ListImagesRequest;
import io.pinisi.cluster.node.runtime.cri.ListPodSandboxRequest;
import io.pinisi.cluster.node.runtime.cri.PodSandbox;
import io.pinisi.cluster.node.runtime.cri.PodSandboxFilter;
import io.pinisi.cluster.node.runtime.cri.PodSandboxStatusRequest;
import io.pinisi.cluster.node.runtime.cri.PortForwardRequest;
import io.pinisi.cluster.node.runtime.cri.PullImageRequest;
import io.pinisi.cluster.node.runtime.cri.RemoveContainerRequest;
import io.pinisi.cluster.node.runtime.cri.RemovePodSandboxRequest;
import io.pinisi.cluster.node.runtime.cri.ReopenContainerLogRequest;
import io.pinisi.cluster.node.runtime.cri.RunPodSandboxRequest;
import io.pinisi.cluster.node.runtime.cri.RuntimeCondition;
import io.pinisi.cluster.node.runtime.cri.RuntimeServiceGrpc;
import io.pinisi.cluster.node.runtime.cri.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import io.pinisi.cluster.node.runtime.cri.StartContainerRequest;
import io.pinisi.cluster.node.runtime.cri.StatusRequest;
import io.pinisi.cluster.node.runtime.cri.StopContainerRequest;
import io.pinisi.cluster.node.runtime.cri.StopPodSandboxRequest;
import io.pinisi.cluster.node.runtime.cri.VersionRequest;
import io.pinisi.cluster.node.runtime.cri.VersionResponse;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Drives containerd, or another runtime that speaks CRI v1, over its Unix socket. */
public final class CriRuntime implements ContainerRuntime, ImageStore, ContainerAccess {
    /** For calls that only read, or change little. */
    private static final Duration SHORT = Duration.ofSeconds(20);

    /** For calls that start processes and set up networks. */
    private static final Duration LONG = Duration.ofMinutes(4);

    private static final Duration PULL = Duration.ofMinutes(30);
    private static final int MAX_MESSAGE = 32 << 20;

    private final EventLoopGroup loop;
    private final ManagedChannel channel;
    private final RuntimeServiceBlockingStub runtime;
    private final ImageServiceBlockingStub images;

    private CriRuntime(EventLoopGroup loop, ManagedChannel channel) {
        this.loop = loop;
        this.channel = channel;
        this.runtime = RuntimeServiceGrpc.newBlockingStub(channel);
        this.images = ImageServiceGrpc.newBlockingStub(channel);
    }

    /** Connects lazily: the socket need not be there yet. */
    public static CriRuntime connect(Path socket) {
        EventLoopGroup loop =
                new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("cri", true), NioIoHandler.newFactory());
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                        .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                        .eventLoopGroup(loop)
                        .withOption(ChannelOption.SO_KEEPALIVE, null) // of TCP alone
                        .overrideAuthority("localhost")
                        .maxInboundMessageSize(MAX_MESSAGE)
                        .usePlaintext()
                        .build();
        return new CriRuntime(loop, channel);
    }

    @Override
    public RuntimeInfo info() {
        return call(
                () -> {
                    VersionResponse version = quick().version(VersionRequest.newBuilder().build());
                    String problem =
                            quick()
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
        return call(
                () -> {
                    Map<String, Pulse> pulses = new HashMap<>();
                    for (PodSandbox sandbox :
                            quick().listPodSandbox(ListPodSandboxRequest.newBuilder().build())
                                    .getItemsList()) {
                        pulses.put(
                                sandbox.getId(),
                                new Pulse(
                                        PodLabels.pod(sandbox.getLabelsMap()).uid(),
                                        sandbox.getState().name()));
                    }
                    for (Container container :
                            quick().listContainers(ListContainersRequest.newBuilder().build())
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
        return call(() -> new PodObservation(sandboxes(podUid), containers(podUid)));
    }

    private List<ObservedSandbox> sandboxes(String podUid) {
        List<ObservedSandbox> observed = new ArrayList<>();
        for (PodSandbox sandbox :
                quick().listPodSandbox(
                                ListPodSandboxRequest.newBuilder()
                                        .setFilter(
                                                PodSandboxFilter.newBuilder()
                                                        .putLabelSelector(PodLabels.UID, podUid))
                                        .build())
                        .getItemsList()) {
            present(
                            () ->
                                    quick().podSandboxStatus(
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
                quick().listContainers(
                                ListContainersRequest.newBuilder()
                                        .setFilter(
                                                ContainerFilter.newBuilder()
                                                        .putLabelSelector(PodLabels.UID, podUid))
                                        .build())
                        .getContainersList()) {
            present(
                            () ->
                                    quick().containerStatus(
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
        return call(
                () ->
                        slow().runPodSandbox(
                                        RunPodSandboxRequest.newBuilder()
                                                .setConfig(CriMessages.sandbox(spec))
                                                .build())
                                .getPodSandboxId());
    }

    @Override
    public void stopSandbox(String id) {
        gone(
                () ->
                        slow().stopPodSandbox(
                                        StopPodSandboxRequest.newBuilder()
                                                .setPodSandboxId(id)
                                                .build()));
    }

    @Override
    public void removeSandbox(String id) {
        gone(
                () ->
                        slow().removePodSandbox(
                                        RemovePodSandboxRequest.newBuilder()
                                                .setPodSandboxId(id)
                                                .build()));
    }

    @Override
    public String createContainer(String sandboxId, SandboxSpec sandbox, ContainerSpec spec) {
        return call(
                () ->
                        slow().createContainer(
                                        CreateContainerRequest.newBuilder()
                                                .setPodSandboxId(sandboxId)
                                                .setConfig(CriMessages.container(sandbox, spec))
                                                .setSandboxConfig(CriMessages.sandbox(sandbox))
                                                .build())
                                .getContainerId());
    }

    @Override
    public void startContainer(String id) {
        call(
                () ->
                        slow().startContainer(
                                        StartContainerRequest.newBuilder()
                                                .setContainerId(id)
                                                .build()));
    }

    @Override
    public void stopContainer(String id, Duration grace) {
        gone(
                () ->
                        runtime.withDeadlineAfter(LONG.plus(grace).toSeconds(), TimeUnit.SECONDS)
                                .stopContainer(
                                        StopContainerRequest.newBuilder()
                                                .setContainerId(id)
                                                .setTimeout(grace.toSeconds())
                                                .build()));
    }

    @Override
    public void removeContainer(String id) {
        gone(
                () ->
                        slow().removeContainer(
                                        RemoveContainerRequest.newBuilder()
                                                .setContainerId(id)
                                                .build()));
    }

    @Override
    public ImageStore images() {
        return this;
    }

    @Override
    public ContainerAccess access() {
        return this;
    }

    @Override
    public List<StoredImage> list() {
        return call(
                () ->
                        images
                                .withDeadlineAfter(SHORT.toSeconds(), TimeUnit.SECONDS)
                                .listImages(ListImagesRequest.newBuilder().build())
                                .getImagesList()
                                .stream()
                                .map(CriRuntime::image)
                                .toList());
    }

    @Override
    public Optional<StoredImage> find(String reference) {
        ImageStatusResponse response =
                call(
                        () ->
                                images.withDeadlineAfter(SHORT.toSeconds(), TimeUnit.SECONDS)
                                        .imageStatus(
                                                ImageStatusRequest.newBuilder()
                                                        .setImage(CriMessages.image(reference))
                                                        .build()));
        return response.hasImage() ? Optional.of(image(response.getImage())) : Optional.empty();
    }

    private static StoredImage image(Image image) {
        String user =
                image.hasUid() ? Long.toString(image.getUid().getValue()) : image.getUsername();
        return new StoredImage(
                image.getId(),
                image.getRepoTagsList(),
                image.getRepoDigestsList(),
                image.getSize(),
                user);
    }

    @Override
    public String pull(String reference, RegistryLogin login) {
        PullImageRequest.Builder request =
                PullImageRequest.newBuilder().setImage(CriMessages.image(reference));
        if (!login.equals(RegistryLogin.NONE)) {
            request.setAuth(
                    AuthConfig.newBuilder()
                            .setUsername(login.user())
                            .setPassword(login.password())
                            .setAuth(login.auth())
                            .setIdentityToken(login.identityToken()));
        }
        return call(
                () ->
                        images.withDeadlineAfter(PULL.toSeconds(), TimeUnit.SECONDS)
                                .pullImage(request.build())
                                .getImageRef());
    }

    @Override
    public ExecResult exec(String containerId, List<String> command, Duration limit) {
        ExecSyncResponse response =
                call(
                        () ->
                                runtime.withDeadlineAfter(
                                                SHORT.plus(limit).toSeconds(), TimeUnit.SECONDS)
                                        .execSync(
                                                ExecSyncRequest.newBuilder()
                                                        .setContainerId(containerId)
                                                        .addAllCmd(command)
                                                        .setTimeout(limit.toSeconds())
                                                        .build()));
        return new ExecResult(
                response.getExitCode(),
                response.getStdout().toStringUtf8(),
                response.getStderr().toStringUtf8());
    }

    @Override
    public URI stream(StreamRequest request) {
        return URI.create(
                call(
                        () ->
                                switch (request) {
                                    case StreamRequest.Exec exec -> exec(exec);
                                    case StreamRequest.Attach attach -> attach(attach);
                                    case StreamRequest.PortForward forward -> forward(forward);
                                }));
    }

    private String exec(StreamRequest.Exec exec) {
        return quick().exec(
                        ExecRequest.newBuilder()
                                .setContainerId(exec.containerId())
                                .addAllCmd(exec.command())
                                .setStdin(exec.streams().stdin())
                                .setStdout(exec.streams().stdout())
                                .setStderr(exec.streams().stderr())
                                .setTty(exec.streams().tty())
                                .build())
                .getUrl();
    }

    private String attach(StreamRequest.Attach attach) {
        return quick().attach(
                        AttachRequest.newBuilder()
                                .setContainerId(attach.containerId())
                                .setStdin(attach.streams().stdin())
                                .setStdout(attach.streams().stdout())
                                .setStderr(attach.streams().stderr())
                                .setTty(attach.streams().tty())
                                .build())
                .getUrl();
    }

    private String forward(StreamRequest.PortForward forward) {
        return quick().portForward(
                        PortForwardRequest.newBuilder()
                                .setPodSandboxId(forward.sandboxId())
                                .addAllPort(forward.ports())
                                .build())
                .getUrl();
    }

    @Override
    public void reopenLog(String containerId) {
        call(
                () ->
                        quick().reopenContainerLog(
                                        ReopenContainerLogRequest.newBuilder()
                                                .setContainerId(containerId)
                                                .build()));
    }

    @Override
    public List<ContainerUsage> usage() {
        return call(
                () ->
                        quick()
                                .listContainerStats(ListContainerStatsRequest.newBuilder().build())
                                .getStatsList()
                                .stream()
                                .map(CriRuntime::usage)
                                .toList());
    }

    private static ContainerUsage usage(ContainerStats stats) {
        PodIdentity pod = PodLabels.pod(stats.getAttributes().getLabelsMap());
        return new ContainerUsage(
                pod.uid(),
                pod.namespace(),
                pod.name(),
                stats.getAttributes().getMetadata().getName(),
                CriMessages.instant(stats.getCpu().getTimestamp()),
                stats.getCpu().getUsageCoreNanoSeconds().getValue(),
                stats.getMemory().getWorkingSetBytes().getValue());
    }

    @Override
    public void close() {
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private RuntimeServiceBlockingStub quick() {
        return runtime.withDeadlineAfter(SHORT.toSeconds(), TimeUnit.SECONDS).withWaitForReady();
    }

    private RuntimeServiceBlockingStub slow() {
        return runtime.withDeadlineAfter(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private static <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            throw failure(e);
        }
    }

    /** For calls after which the thing is gone; gone already is as good. */
    private static void gone(Supplier<?> call) {
        present(call);
    }

    private static <T> Optional<T> present(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure(e);
        }
    }

    private static RuntimeFailure failure(StatusRuntimeException e) {
        RuntimeFailure.Kind kind =
                switch (e.getStatus().getCode()) {
                    case NOT_FOUND -> RuntimeFailure.Kind.NOT_FOUND;
                    case DEADLINE_EXCEEDED -> RuntimeFailure.Kind.TIMEOUT;
                    case UNAVAILABLE -> RuntimeFailure.Kind.UNAVAILABLE;
                    case INVALID_ARGUMENT, PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED ->
                            RuntimeFailure.Kind.REFUSED;
                    case OK,
                            CANCELLED,
                            UNKNOWN,
                            ALREADY_EXISTS,
                            RESOURCE_EXHAUSTED,
                            FAILED_PRECONDITION,
                            ABORTED,
                            OUT_OF_RANGE,
                            INTERNAL,
                            DATA_LOSS ->
                            RuntimeFailure.Kind.OTHER;
                };
        String text = e.getStatus().getDescription();
        return new RuntimeFailure(kind, text == null ? e.getStatus().toString() : text, e);
    }
}
