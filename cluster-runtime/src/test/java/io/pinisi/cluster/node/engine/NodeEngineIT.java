package io.pinisi.cluster.node.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.network.address.ClusterNetworks;
import io.pinisi.cluster.node.runtime.ContainerSpec;
import io.pinisi.cluster.node.runtime.CriRuntime;
import io.pinisi.cluster.node.runtime.ExecResult;
import io.pinisi.cluster.node.runtime.ObservedSandbox;
import io.pinisi.cluster.node.runtime.PodIdentity;
import io.pinisi.cluster.node.runtime.SandboxSpec;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.Containers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real containerd in a real network namespace. */
@ExtendWith(Containers.class)
class NodeEngineIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir Path home;
    private ClusterNetwork network;

    @BeforeEach
    void chooseAddresses() {
        network = ClusterNetworks.onThisMachine(home).of("engine-it");
    }

    @AfterEach
    void clean() {
        NodeCleanup.clean(home);
    }

    private NodeEngine start(String node) {
        NodeEngine engine =
                NodeEngine.start(new NodeEngine.Options(home, "engine-it", node, network, null));
        engine.importImages(TestImages.busybox(home));
        return engine;
    }

    private SandboxSpec sandbox(NodeEngine engine, String uid) {
        return new SandboxSpec(
                new PodIdentity("default", "web-" + uid, uid),
                0,
                "web-" + uid,
                engine.logsFolder().resolve(uid),
                new SandboxSpec.Dns(List.of(network.dns()), List.of(), List.of()),
                SandboxSpec.Namespaces.OWN,
                engine.cgroupParent(uid),
                Map.of(),
                false);
    }

    private String run(NodeEngine engine, String uid, String script) {
        CriRuntime runtime = engine.runtime();
        SandboxSpec sandbox = sandbox(engine, uid);
        String id = runtime.runSandbox(sandbox);
        String container =
                runtime.createContainer(
                        id,
                        sandbox,
                        new ContainerSpec(
                                "main",
                                0,
                                TestImages.BUSYBOX,
                                List.of("/bin/sh", "-c", script),
                                List.of(),
                                "",
                                Map.of("A", "1"),
                                List.of(),
                                Map.of(),
                                "main/0.log",
                                ContainerSpec.Terminal.NONE,
                                ContainerSpec.Resources.NONE,
                                ContainerSpec.Security.PLAIN));
        runtime.startContainer(container);
        return container;
    }

    @Test
    void podsOfTwoNodesAndTheMachineReachEachOther() throws Exception {
        try (NodeEngine one = start("one");
                NodeEngine two = start("two")) {
            run(one, "u1", "mkdir /www; echo hello > /www/index.html; httpd -f -p 80 -h /www");
            String client = run(two, "u2", "sleep 1000");
            ObservedSandbox server = one.runtime().observe("u1").newestSandbox().orElseThrow();

            assertTrue(one.pods().contains(server.address()));
            Await.until(
                    "the machine reaches the pod",
                    LIMIT,
                    () -> answers(server.address()),
                    server::address);
            ExecResult fetched =
                    two.runtime()
                            .access()
                            .exec(
                                    client,
                                    List.of("wget", "-q", "-O", "-", "http://" + server.address()),
                                    LIMIT);
            assertEquals("hello\n", fetched.stdout(), fetched.stderr());
            assertEquals(2, one.runtime().pulses().size());
        }
        assertNothingIsLeft();
    }

    @Test
    void whatAnAgentLeftRunningIsAdopted() {
        NodeEngine first = start("one");
        String container = run(first, "u1", "sleep 1000");
        first.abandon();

        try (NodeEngine second = start("one")) {
            assertEquals(
                    container, second.runtime().observe("u1").newest("main").orElseThrow().id());
            assertTrue(second.runtime().observe("u1").newest("main").orElseThrow().running());
        }
    }

    @Test
    void cleaningUpAfterAKilledAgentLeavesNothing() throws Exception {
        NodeEngine left = start("one");
        run(left, "u1", "sleep 1000");
        left.abandon();

        NodeCleanup.clean(home);

        assertNothingIsLeft();
    }

    private static boolean answers(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, 80), Math.toIntExact(LIMIT.toMillis()));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void assertNothingIsLeft() throws IOException {
        assertFalse(NodeCleanup.hasLinks(home));
        assertFalse(Files.exists(NodeLayout.run(home)));
        assertFalse(Files.exists(Path.of("/sys/fs/cgroup/cpu", NodeLayout.cgroup(home))));
        String id = NodeLayout.id(home);
        assertFalse(Command.run("nft", "list", "tables").contains(id));
        assertFalse(Files.readString(Path.of("/proc/self/mounts")).contains(id));
        assertFalse(
                ProcessHandle.allProcesses()
                        .anyMatch(p -> p.info().commandLine().orElse("").contains(id)));
    }
}
