package io.pinisi.cluster.node.runtime;

import io.pinisi.cluster.node.runtime.cri.Capability;
import io.pinisi.cluster.node.runtime.cri.ContainerConfig;
import io.pinisi.cluster.node.runtime.cri.ContainerMetadata;
import io.pinisi.cluster.node.runtime.cri.ContainerStatus;
import io.pinisi.cluster.node.runtime.cri.DNSConfig;
import io.pinisi.cluster.node.runtime.cri.ImageSpec;
import io.pinisi.cluster.node.runtime.cri.Int64Value;
import io.pinisi.cluster.node.runtime.cri.KeyValue;
import io.pinisi.cluster.node.runtime.cri.LinuxContainerConfig;
import io.pinisi.cluster.node.runtime.cri.LinuxContainerResources;
import io.pinisi.cluster.node.runtime.cri.LinuxContainerSecurityContext;
import io.pinisi.cluster.node.runtime.cri.LinuxPodSandboxConfig;
import io.pinisi.cluster.node.runtime.cri.LinuxSandboxSecurityContext;
import io.pinisi.cluster.node.runtime.cri.Mount;
import io.pinisi.cluster.node.runtime.cri.MountPropagation;
import io.pinisi.cluster.node.runtime.cri.NamespaceMode;
import io.pinisi.cluster.node.runtime.cri.NamespaceOption;
import io.pinisi.cluster.node.runtime.cri.PodSandboxConfig;
import io.pinisi.cluster.node.runtime.cri.PodSandboxMetadata;
import io.pinisi.cluster.node.runtime.cri.PodSandboxState;
import io.pinisi.cluster.node.runtime.cri.PodSandboxStatus;
import io.pinisi.cluster.node.runtime.cri.SecurityProfile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates between our values and CRI's messages; no decision is taken here. */
final class CriMessages {
    /** Hidden or read-only in every container that does not ask for the whole of /proc. */
    private static final List<String> MASKED =
            List.of(
                    "/proc/acpi",
                    "/proc/asound",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/sys/firmware");

    private static final List<String> READ_ONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private CriMessages() {}

    static PodSandboxConfig sandbox(SandboxSpec spec) {
        PodIdentity pod = spec.pod();
        return PodSandboxConfig.newBuilder()
                .setMetadata(
                        PodSandboxMetadata.newBuilder()
                                .setNamespace(pod.namespace())
                                .setName(pod.name())
                                .setUid(pod.uid())
                                .setAttempt(spec.attempt()))
                .setHostname(spec.hostname())
                .setLogDirectory(spec.logDirectory().toString())
                .setDnsConfig(
                        DNSConfig.newBuilder()
                                .addAllServers(spec.dns().servers())
                                .addAllSearches(spec.dns().searches())
                                .addAllOptions(spec.dns().options()))
                .putAllLabels(PodLabels.sandbox(pod))
                .setLinux(
                        LinuxPodSandboxConfig.newBuilder()
                                .setCgroupParent(spec.cgroupParent())
                                .putAllSysctls(spec.sysctls())
                                .setSecurityContext(
                                        LinuxSandboxSecurityContext.newBuilder()
                                                .setPrivileged(spec.privileged())
                                                .setSeccomp(profile("RuntimeDefault"))
                                                .setNamespaceOptions(
                                                        namespaces(spec.namespaces()))))
                .build();
    }

    private static NamespaceOption.Builder namespaces(SandboxSpec.Namespaces namespaces) {
        return NamespaceOption.newBuilder()
                .setNetwork(namespaces.hostNetwork() ? NamespaceMode.NODE : NamespaceMode.POD)
                .setIpc(namespaces.hostIpc() ? NamespaceMode.NODE : NamespaceMode.POD)
                .setPid(processes(namespaces));
    }

    private static NamespaceMode processes(SandboxSpec.Namespaces namespaces) {
        if (namespaces.hostPid()) {
            return NamespaceMode.NODE;
        }
        return namespaces.sharedPid() ? NamespaceMode.POD : NamespaceMode.CONTAINER;
    }

    static ContainerConfig container(SandboxSpec sandbox, ContainerSpec spec) {
        ContainerConfig.Builder config =
                ContainerConfig.newBuilder()
                        .setMetadata(
                                ContainerMetadata.newBuilder()
                                        .setName(spec.name())
                                        .setAttempt(spec.attempt()))
                        .setImage(image(spec.image()))
                        .addAllCommand(spec.command())
                        .addAllArgs(spec.arguments())
                        .setWorkingDir(spec.workingDirectory())
                        .putAllLabels(PodLabels.container(sandbox.pod(), spec.name()))
                        .putAllAnnotations(spec.annotations())
                        .setLogPath(spec.logPath())
                        .setStdin(spec.terminal().stdin())
                        .setStdinOnce(spec.terminal().stdinOnce())
                        .setTty(spec.terminal().tty())
                        .setLinux(
                                LinuxContainerConfig.newBuilder()
                                        .setResources(resources(spec.resources()))
                                        .setSecurityContext(
                                                security(sandbox.namespaces(), spec.security())));
        spec.environment()
                .forEach(
                        (name, value) ->
                                config.addEnvs(KeyValue.newBuilder().setKey(name).setValue(value)));
        for (ContainerSpec.Mount mount : spec.mounts()) {
            config.addMounts(mount(mount));
        }
        return config.build();
    }

    private static Mount mount(ContainerSpec.Mount mount) {
        return Mount.newBuilder()
                .setContainerPath(mount.containerPath())
                .setHostPath(mount.hostPath())
                .setReadonly(mount.readOnly())
                .setPropagation(
                        switch (mount.propagation()) {
                            case PRIVATE -> MountPropagation.PROPAGATION_PRIVATE;
                            case HOST_TO_CONTAINER ->
                                    MountPropagation.PROPAGATION_HOST_TO_CONTAINER;
                            case BIDIRECTIONAL -> MountPropagation.PROPAGATION_BIDIRECTIONAL;
                        })
                .build();
    }

    static LinuxContainerResources resources(ContainerSpec.Resources resources) {
        return LinuxContainerResources.newBuilder()
                .setCpuPeriod(resources.cpuPeriod())
                .setCpuQuota(resources.cpuQuota())
                .setCpuShares(resources.cpuShares())
                .setMemoryLimitInBytes(resources.memoryLimit())
                .setOomScoreAdj(resources.oomScore())
                .build();
    }

    private static LinuxContainerSecurityContext security(
            SandboxSpec.Namespaces namespaces, ContainerSpec.Security security) {
        NamespaceOption.Builder options = namespaces(namespaces);
        if (!security.targetContainer().isEmpty()) {
            options.setPid(NamespaceMode.TARGET).setTargetId(security.targetContainer());
        }
        LinuxContainerSecurityContext.Builder context =
                LinuxContainerSecurityContext.newBuilder()
                        .setNamespaceOptions(options)
                        .setPrivileged(security.privileged())
                        .setReadonlyRootfs(security.readOnlyRoot())
                        .setNoNewPrivs(security.noNewPrivileges())
                        .addAllSupplementalGroups(security.supplementalGroups())
                        .setCapabilities(
                                Capability.newBuilder()
                                        .addAllAddCapabilities(security.addedCapabilities())
                                        .addAllDropCapabilities(security.droppedCapabilities()))
                        .setSeccomp(profile(security.seccomp()));
        if (security.user() != null) {
            context.setRunAsUser(number(security.user()));
        }
        if (security.group() != null) {
            context.setRunAsGroup(number(security.group()));
        }
        if (!security.privileged() && !security.unmaskedProc()) {
            context.addAllMaskedPaths(MASKED).addAllReadonlyPaths(READ_ONLY);
        }
        return context.build();
    }

    private static SecurityProfile profile(String name) {
        SecurityProfile.Builder profile = SecurityProfile.newBuilder();
        if (name.startsWith("Localhost/")) {
            return profile.setProfileType(SecurityProfile.ProfileType.Localhost)
                    .setLocalhostRef(name.substring("Localhost".length()))
                    .build();
        }
        return profile.setProfileType(
                        name.equals("Unconfined")
                                ? SecurityProfile.ProfileType.Unconfined
                                : SecurityProfile.ProfileType.RuntimeDefault)
                .build();
    }

    static ImageSpec image(String reference) {
        return ImageSpec.newBuilder().setImage(reference).build();
    }

    private static Int64Value number(long value) {
        return Int64Value.newBuilder().setValue(value).build();
    }

    static ObservedSandbox sandbox(PodSandboxStatus status) {
        return new ObservedSandbox(
                status.getId(),
                PodLabels.pod(status.getLabelsMap()),
                status.getMetadata().getAttempt(),
                status.getState() == PodSandboxState.SANDBOX_READY,
                instant(status.getCreatedAt()),
                status.getNetwork().getIp());
    }

    static ObservedContainer container(String sandboxId, ContainerStatus status) {
        return new ObservedContainer(
                status.getId(),
                sandboxId,
                status.getMetadata().getName(),
                status.getMetadata().getAttempt(),
                switch (status.getState()) {
                    case CONTAINER_CREATED -> ObservedContainer.State.CREATED;
                    case CONTAINER_RUNNING -> ObservedContainer.State.RUNNING;
                    case CONTAINER_EXITED -> ObservedContainer.State.EXITED;
                    case CONTAINER_UNKNOWN, UNRECOGNIZED -> ObservedContainer.State.UNKNOWN;
                },
                instant(status.getCreatedAt()),
                moment(status.getStartedAt()),
                moment(status.getFinishedAt()),
                status.getExitCode(),
                status.getReason(),
                status.getMessage(),
                status.getImage().getImage(),
                status.getImageRef(),
                status.getAnnotationsMap(),
                status.getResources().hasLinux()
                        ? resources(status.getResources().getLinux())
                        : null);
    }

    private static ContainerSpec.Resources resources(LinuxContainerResources linux) {
        return new ContainerSpec.Resources(
                linux.getCpuPeriod(),
                linux.getCpuQuota(),
                linux.getCpuShares(),
                linux.getMemoryLimitInBytes(),
                (int) linux.getOomScoreAdj());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(0, nanos);
    }

    private static @Nullable Instant moment(long nanos) {
        return nanos == 0 ? null : instant(nanos);
    }
}
