package io.pinisi.cluster.node.engine;

import com.sun.management.OperatingSystemMXBean;
import io.pinisi.cluster.network.address.Cidr;
import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.node.runtime.CriRuntime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One embedded node's place on this machine. {@link #close} stops every pod and takes everything
 * away but the images; {@link #abandon} leaves it all running for the next start to adopt.
 */
public final class NodeEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeEngine.class);
    private static final String INDEX = "index";

    private final NodeLayout layout;
    private final ClusterNetwork network;
    private final int index;
    private final NodeNetwork link;
    private final HostNetwork host;
    private final Containerd containerd;
    private final CriRuntime runtime;
    private final List<TcpRelay> relays;

    /**
     * What a node is placed with.
     *
     * @param mirror where the built-in registry mirror listens on this machine, or null for none
     */
    public record Options(
            Path home,
            String cluster,
            String node,
            ClusterNetwork network,
            @Nullable InetSocketAddress mirror) {}

    private NodeEngine(
            NodeLayout layout,
            ClusterNetwork network,
            int index,
            NodeNetwork link,
            HostNetwork host,
            Containerd containerd,
            CriRuntime runtime,
            List<TcpRelay> relays) {
        this.layout = layout;
        this.network = network;
        this.index = index;
        this.link = link;
        this.host = host;
        this.containerd = containerd;
        this.runtime = runtime;
        this.relays = new ArrayList<>(relays);
    }

    /** Adopts what still runs from before and makes the rest; takes about half a second. */
    public static NodeEngine start(Options options) {
        NodeLayout layout = new NodeLayout(options.home(), options.cluster(), options.node());
        int index = index(layout);
        ClusterNetwork network = options.network();
        HostNetwork host = new HostNetwork(layout.home(), layout.cluster(), network);
        host.establish();
        NodeNetwork link = new NodeNetwork(layout, network, index);
        link.establish();
        Containerd containerd = new Containerd(layout, network.node(index), network.podsOf(index));
        CriRuntime runtime = containerd.start();
        List<TcpRelay> relays = new ArrayList<>();
        if (options.mirror() != null) {
            relays.add(
                    TcpRelay.open(
                            link.namespace(),
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), Containerd.MIRROR_PORT),
                            options.mirror()));
        }
        LOG.info("node placed node={} address={}", layout.node(), network.node(index));
        return new NodeEngine(layout, network, index, link, host, containerd, runtime, relays);
    }

    /** The node's number in its cluster, chosen once: it decides the node's addresses. */
    public static int index(Path home, String cluster, String node) {
        return index(new NodeLayout(home, cluster, node));
    }

    private static synchronized int index(NodeLayout layout) {
        try {
            Path own = layout.root().resolve(INDEX);
            if (Files.exists(own)) {
                return Integer.parseInt(Files.readString(own).strip());
            }
            Files.createDirectories(layout.root());
            Set<Integer> taken = new HashSet<>();
            try (DirectoryStream<Path> nodes =
                    Files.newDirectoryStream(Objects.requireNonNull(layout.root().getParent()))) {
                for (Path node : nodes) {
                    Path file = node.resolve(INDEX);
                    if (Files.exists(file)) {
                        taken.add(Integer.parseInt(Files.readString(file).strip()));
                    }
                }
            }
            int free = 0;
            while (taken.contains(free)) {
                free++;
            }
            if (free >= ClusterNetwork.MAX_NODES) {
                throw new EngineFailure("the cluster's network has no room for another node");
            }
            Files.writeString(own, Integer.toString(free));
            return free;
        } catch (IOException e) {
            throw new EngineFailure("cannot choose the node's number: " + e.getMessage(), e);
        }
    }

    /** What the machine has for all its nodes together. */
    public static long memoryOfMachine() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
    }

    public String node() {
        return layout.node();
    }

    public CriRuntime runtime() {
        return runtime;
    }

    public NetworkNamespace namespace() {
        return link.namespace();
    }

    public String address() {
        return network.node(index);
    }

    public Cidr pods() {
        return network.podsOf(index);
    }

    /** The pods' folder, which survives a reboot. */
    public Path podsFolder() {
        return layout.root().resolve("pods");
    }

    /** The folder for what must not be written to a disk. */
    public Path volatileFolder() {
        return layout.run().resolve("pods");
    }

    public Path logsFolder() {
        return layout.logs().resolve("pods");
    }

    public String cgroupParent(String podUid) {
        return CgroupDriver.detect().pod(layout.cgroup(), podUid);
    }

    /** Makes a service of this machine reachable at a port of the node's own address. */
    public void relay(int port, InetSocketAddress target) {
        relays.add(TcpRelay.open(link.namespace(), new InetSocketAddress(address(), port), target));
    }

    /** Adds an archive's images to the node. */
    public void importImages(Path archive) {
        containerd.importArchive(archive);
    }

    /** Ends the connection and nothing else. */
    public void abandon() {
        relays.forEach(TcpRelay::close);
        runtime.close();
    }

    @Override
    public void close() {
        removePods();
        abandon();
        containerd.stop();
        NodeCleanup.removeRemains(layout);
        link.remove();
        if (NodeCleanup.isLastOfCluster(layout)) {
            host.remove();
        }
        NodeCleanup.removeEmptyParents(layout.home());
        LOG.info("node removed node={}", layout.node());
    }

    private void removePods() {
        List<Thread> removals = new ArrayList<>();
        try {
            for (String pod :
                    runtime.pulses().values().stream().map(p -> p.podUid()).distinct().toList()) {
                removals.add(Thread.ofVirtual().start(() -> removePod(pod)));
            }
            for (Thread removal : removals) {
                removal.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("pods of node {} could not be stopped: {}", layout.node(), e.getMessage());
        }
    }

    private void removePod(String uid) {
        try {
            runtime.observe(uid)
                    .sandboxes()
                    .forEach(
                            sandbox -> {
                                runtime.stopSandbox(sandbox.id());
                                runtime.removeSandbox(sandbox.id());
                            });
        } catch (RuntimeException e) {
            LOG.warn("pod {} could not be removed: {}", uid, e.getMessage());
        }
    }
}
