package io.pinisi.cluster.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real containerd, with folders of its own, pulls through the mirror. */
@Timeout(300)
class ContainerdPullIT {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final long COMMAND_SECONDS_MAX = 60;
    private static final String NAME = "io.containerd.image.name";

    @TempDir Path folder;
    private Process containerd;
    private ImageMirror mirror;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) && isInstalled(),
                "needs root and containerd");
        mirror = ImageMirror.start(Files.createDirectory(folder.resolve("images")));
        Path hosts = Files.createDirectories(folder.resolve("certs.d/_default"));
        Files.writeString(
                hosts.resolve("hosts.toml"),
                """
                [host."http://127.0.0.1:%d"]
                  capabilities = ["pull", "resolve"]
                """
                        .formatted(port(mirror)));
        Files.writeString(
                folder.resolve("config.toml"),
                """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.grpc.v1.cri"]
                [grpc]
                  address = "%1$s/sock"
                [plugins."io.containerd.internal.v1.opt"]
                  path = "%1$s/opt"
                """
                        .formatted(folder));
        containerd =
                new ProcessBuilder(
                                "containerd", "--config", folder.resolve("config.toml").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("containerd.log").toFile())
                        .start();
        awaitReady();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (containerd != null) {
            containerd.destroy();
            assertTrue(containerd.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS));
        }
        if (mirror != null) {
            mirror.close();
        }
    }

    private static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/containerd"))
                && Files.isExecutable(Path.of("/usr/bin/ctr"));
    }

    private static int port(ImageMirror served) throws IOException {
        return served.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)).getPort();
    }

    private void awaitReady() throws Exception {
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        while (!run("version").succeeded()) {
            assertTrue(containerd.isAlive(), () -> log());
            assertTrue(System.nanoTime() < deadline, () -> log());
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("containerd.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private record Ended(int status, String output) {
        boolean succeeded() {
            return status == 0;
        }
    }

    private Ended run(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("ctr", "-a", folder.resolve("sock").toString()));
        command.addAll(List.of("--connect-timeout", "30s", "-n", "k8s.io"));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "ctr", ".out");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertTrue(process.waitFor(COMMAND_SECONDS_MAX, TimeUnit.SECONDS), command::toString);
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private void pulls(String reference) throws Exception {
        Ended pull =
                run(
                        "images",
                        "pull",
                        "--hosts-dir",
                        folder.resolve("certs.d").toString(),
                        reference);
        assertEquals(0, pull.status(), pull.output());
        assertTrue(run("images", "ls", "-q").output().lines().anyMatch(reference::equals));
    }

    @Test
    void archivesOfBothKindsArePulledByTheirNames() throws Exception {
        Path images = folder.resolve("images");
        byte[] layer = ImageArchives.layer("hello", "Hello from a layer");
        Files.write(
                images.resolve("oci.tar"),
                ImageArchives.ociLayout(NAME, "docker.io/library/hello:latest", layer));
        Files.write(
                images.resolve("docker.tar"),
                ImageArchives.dockerArchive(
                        "registry.example.com/team/app:1", ImageArchives.layer("app", "App")));
        pulls("docker.io/library/hello:latest");
        pulls("registry.example.com/team/app:1");
    }

    @Test
    void whatTheMirrorLacksComesFromTheRegistryItself() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (ImageMirror registry = ImageMirror.start(elsewhere)) {
            Files.write(
                    elsewhere.resolve("a.tar"),
                    ImageArchives.dockerArchive(
                            "team/hello:1", ImageArchives.layer("hello", "Hello")));
            pulls("127.0.0.1:" + port(registry) + "/team/hello:1");
        }
    }
}
