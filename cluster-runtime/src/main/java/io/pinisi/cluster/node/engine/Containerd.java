package io.pinisi.cluster.node.engine;

import io.pinisi.cluster.network.address.Cidr;
import io.pinisi.cluster.node.runtime.CriRuntime;
import io.pinisi.cluster.node.runtime.RuntimeFailure;
import io.pinisi.cluster.node.runtime.RuntimeInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's containerd, a process of its own session: neither the terminal's Ctrl-C nor the end of
 * the agent ends it, so pods go on when the agent dies.
 */
final class Containerd {
    /** Where the node's registry mirror answers, inside the node's namespace. */
    static final int MIRROR_PORT = 5000;

    private static final Logger LOG = LoggerFactory.getLogger(Containerd.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);
    private static final List<Path> CNI =
            List.of(Path.of("/usr/lib/cni"), Path.of("/opt/cni/bin"), Path.of("/usr/libexec/cni"));

    private final NodeLayout layout;
    private final String address;
    private final Cidr pods;

    Containerd(NodeLayout layout, String address, Cidr pods) {
        this.layout = layout;
        this.address = address;
        this.pods = pods;
    }

    static Optional<Path> cniPlugins() {
        return CNI.stream().filter(folder -> Files.isExecutable(folder.resolve("ptp"))).findFirst();
    }

    /** Adopts the one that runs, or starts one; returns when it takes pods. */
    CriRuntime start() {
        try {
            prepare();
            if (running().isEmpty()) {
                launch();
            } else {
                LOG.info(
                        "adopting containerd node={} pid={}", layout.node(), running().get().pid());
            }
            CriRuntime runtime = CriRuntime.connect(layout.socket());
            try {
                awaitReady(runtime);
                importPause(runtime);
                return runtime;
            } catch (RuntimeException e) {
                runtime.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EngineFailure("cannot start containerd: " + e.getMessage(), e);
        }
    }

    private void prepare() throws IOException {
        Files.createDirectories(
                layout.run(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path hosts = layout.run().resolve("registries/_default");
        Path networks = layout.run().resolve("cni");
        Files.createDirectories(hosts);
        Files.createDirectories(networks);
        Files.createDirectories(layout.logs());
        Files.writeString(layout.config(), config());
        Files.writeString(
                hosts.resolve("hosts.toml"),
                """
                [host."http://127.0.0.1:%d"]
                  capabilities = ["pull", "resolve"]
                """
                        .formatted(MIRROR_PORT));
        Files.writeString(networks.resolve("10-pinisi.conflist"), network());
    }

    private String config() {
        Path root = layout.root().resolve("containerd");
        return """
        version = 2
        root = "%s"
        state = "%s"
        disabled_plugins = [
          "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
          "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
        [grpc]
          address = "%s"
        [plugins."io.containerd.internal.v1.opt"]
          path = "%s"
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "%s"
          restrict_oom_score_adj = true
          disable_apparmor = %b
          disable_hugetlb_controller = true
          tolerate_missing_hugetlb_controller = true
          netns_mounts_under_state_dir = true
          stream_server_address = "%s"
          stream_server_port = "0"
          [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
            runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
              BinaryName = "runc"
              SystemdCgroup = %b
          [plugins."io.containerd.grpc.v1.cri".cni]
            bin_dir = "%s"
            conf_dir = "%s"
          [plugins."io.containerd.grpc.v1.cri".registry]
            config_path = "%s"
        """
                .formatted(
                        root,
                        layout.run().resolve("state"),
                        layout.socket(),
                        root.resolve("opt"),
                        PauseImage.NAME,
                        !Files.isDirectory(Path.of("/sys/kernel/security/apparmor")),
                        address,
                        CgroupDriver.detect() == CgroupDriver.SYSTEMD,
                        cniPlugins().orElseThrow(() -> new EngineFailure("no CNI plugins found")),
                        layout.run().resolve("cni"),
                        layout.run().resolve("registries"));
    }

    private String network() {
        return """
        {"cniVersion": "0.4.0", "name": "%s", "plugins": [{
          "type": "ptp", "mtu": %d, "ipMasq": false,
          "ipam": {"type": "host-local", "dataDir": "%s",
            "ranges": [[{"subnet": "%s"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
        """
                .formatted(
                        layout.namespace(),
                        NodeNetwork.mtu(),
                        layout.run().resolve("addresses"),
                        pods);
    }

    private void launch() throws IOException {
        Files.deleteIfExists(layout.socket());
        Path log = layout.logs().resolve("containerd.log");
        Process process =
                new ProcessBuilder(
                                "setsid",
                                "nsenter",
                                "--net=" + layout.namespaceFile(),
                                "containerd",
                                "--config",
                                layout.config().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
        process.getOutputStream().close();
        Files.writeString(layout.pidFile(), Long.toString(process.pid()));
    }

    private void awaitReady(CriRuntime runtime) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        String problem = "it did not answer";
        while (System.nanoTime() < deadline) {
            if (ended()) {
                problem = "it ended";
                break;
            }
            if (Files.exists(layout.socket())) {
                try {
                    RuntimeInfo info = runtime.info();
                    if (info.ready()) {
                        return;
                    }
                    problem = info.problem();
                } catch (RuntimeFailure e) {
                    problem = String.valueOf(e.getMessage());
                }
            }
            pause();
        }
        throw new EngineFailure(
                "containerd of node "
                        + layout.node()
                        + " is not ready: "
                        + problem
                        + "; see "
                        + layout.logs().resolve("containerd.log"));
    }

    private void importPause(CriRuntime runtime) throws IOException {
        if (runtime.images().find(PauseImage.NAME).isPresent()) {
            return;
        }
        Path archive = layout.run().resolve("pause.tar");
        Files.write(archive, PauseImage.archive());
        importArchive(archive);
        Files.delete(archive);
    }

    void importArchive(Path archive) {
        Command.run(
                "ctr",
                "--address",
                layout.socket().toString(),
                "--namespace",
                "k8s.io",
                "images",
                "import",
                archive.toString());
    }

    /**
     * Whether the process is gone. Its command line does not tell: it reads as empty for a moment
     * each time that setsid and nsenter hand over to the next program.
     */
    private boolean ended() throws IOException {
        long pid = Long.parseLong(Files.readString(layout.pidFile()).strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    /** The process, if it is alive and really ours. */
    Optional<ProcessHandle> running() {
        try {
            if (!Files.exists(layout.pidFile())) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(layout.pidFile()).strip());
            Path arguments = Path.of("/proc", Long.toString(pid), "cmdline");
            if (!Files.exists(arguments)
                    || !Files.readString(arguments).contains(layout.config().toString())) {
                return Optional.empty();
            }
            return ProcessHandle.of(pid);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    void stop() {
        running()
                .ifPresent(
                        process -> {
                            process.destroy();
                            long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
                            while (running().isPresent() && System.nanoTime() < deadline) {
                                pause();
                            }
                            running().ifPresent(ProcessHandle::destroyForcibly);
                        });
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineFailure("interrupted", Objects.requireNonNull(e));
        }
    }
}
