package io.pinisi.cluster.node.runtime;

import io.pinisi.cluster.node.runtime.cri.AttachRequest;
import io.pinisi.cluster.node.runtime.cri.ContainerStats;
import io.pinisi.cluster.node.runtime.cri.ExecRequest;
import io.pinisi.cluster.node.runtime.cri.ExecSyncRequest;
import io.pinisi.cluster.node.runtime.cri.ExecSyncResponse;
import io.pinisi.cluster.node.runtime.cri.ListContainerStatsRequest;
import io.pinisi.cluster.node.runtime.cri.PortForwardRequest;
import io.pinisi.cluster.node.runtime.cri.ReopenContainerLogRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** What people and probes ask of running containers: commands, streams, logs and usage. */
final class CriAccess implements ContainerAccess {
    private final CriClient client;

    CriAccess(CriClient client) {
        this.client = client;
    }

    @Override
    public ExecResult exec(String containerId, List<String> command, Duration limit) {
        ExecSyncResponse response =
                CriClient.call(
                        () ->
                                client.quickBeside(limit)
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
                CriClient.call(
                        () ->
                                switch (request) {
                                    case StreamRequest.Exec exec -> exec(exec);
                                    case StreamRequest.Attach attach -> attach(attach);
                                    case StreamRequest.PortForward forward -> forward(forward);
                                }));
    }

    private String exec(StreamRequest.Exec exec) {
        return client.quick()
                .exec(
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
        return client.quick()
                .attach(
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
        return client.quick()
                .portForward(
                        PortForwardRequest.newBuilder()
                                .setPodSandboxId(forward.sandboxId())
                                .addAllPort(forward.ports())
                                .build())
                .getUrl();
    }

    @Override
    public void reopenLog(String containerId) {
        CriClient.call(
                () ->
                        client.quick()
                                .reopenContainerLog(
                                        ReopenContainerLogRequest.newBuilder()
                                                .setContainerId(containerId)
                                                .build()));
    }

    @Override
    public List<ContainerUsage> usage() {
        return CriClient.call(
                () ->
                        client
                                .quick()
                                .listContainerStats(ListContainerStatsRequest.newBuilder().build())
                                .getStatsList()
                                .stream()
                                .map(CriAccess::usage)
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
}
