package io.pinisi.cluster.node.engine;

import io.pinisi.cluster.network.address.ClusterNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A node's place in the network: a namespace, one link to the machine, and routes. The machine
 * routes between the nodes of a cluster and may itself reach every pod and service.
 */
final class NodeNetwork {
    /** A later node's route to the services is worse, so the first node that is there serves. */
    private static final int SERVICE_METRIC = 100;

    private static final Path ROUTES = Path.of("/proc/net/route");
    private static final int ETHERNET_MTU = 1500;

    private final NodeLayout layout;
    private final ClusterNetwork network;
    private final int index;

    NodeNetwork(NodeLayout layout, ClusterNetwork network, int index) {
        this.layout = layout;
        this.network = network;
        this.index = index;
    }

    NetworkNamespace namespace() {
        return new NetworkNamespace(layout.namespaceFile());
    }

    /** Makes what is missing; a namespace whose link is gone is made anew. */
    void establish() {
        if (!intact()) {
            remove();
            create();
        }
        write(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
        namespace()
                .call(
                        () -> {
                            write(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
                            return true;
                        });
    }

    private boolean intact() {
        return Files.exists(layout.namespaceFile())
                && Command.attempt("", List.of("ip", "link", "show", "dev", layout.link())).ok()
                && Command.attempt(
                                "", List.of("ip", "-n", layout.namespace(), "addr", "show", "eth0"))
                        .output()
                        .contains(network.node(index) + "/32");
    }

    private void create() {
        String link = layout.link();
        String node = network.node(index);
        Command.run("ip", "netns", "add", layout.namespace());
        Command.feed(
                String.join(
                        "\n",
                        "link add %s mtu %d type veth peer name eth0 mtu %d netns %s"
                                .formatted(link, mtu(), mtu(), layout.namespace()),
                        "addr add %s/32 dev %s".formatted(network.gateway(), link),
                        "link set %s up".formatted(link),
                        "route add %s/32 dev %s".formatted(node, link),
                        ""),
                "ip",
                "-batch",
                "-");
        Command.feed(
                String.join(
                        "\n",
                        "link set lo up",
                        "addr add %s/32 dev lo".formatted(network.dns()),
                        "addr add %s/32 dev eth0".formatted(node),
                        "link set eth0 up",
                        "route add %s dev eth0 src %s".formatted(network.gateway(), node),
                        "route add default via %s dev eth0 src %s"
                                .formatted(network.gateway(), node),
                        ""),
                "ip",
                "-n",
                layout.namespace(),
                "-batch",
                "-");
        Command.feed(
                String.join(
                        "\n",
                        "route add %s via %s dev %s".formatted(network.podsOf(index), node, link),
                        "route add %s via %s dev %s metric %d"
                                .formatted(network.services(), node, link, SERVICE_METRIC + index),
                        ""),
                "ip",
                "-batch",
                "-");
    }

    /** Takes the link with its routes, and the namespace's name; absent is fine. */
    void remove() {
        Command.attempt("", List.of("ip", "link", "del", layout.link()));
        if (Files.exists(layout.namespaceFile())) {
            Command.run("ip", "netns", "del", layout.namespace());
        }
    }

    /** As large as packets may be on the way out of the machine. */
    static int mtu() {
        try {
            for (String line : Files.readAllLines(ROUTES)) {
                String[] columns = line.split("\t", -1);
                if (columns.length > 1 && columns[1].equals("00000000")) {
                    return Integer.parseInt(
                            Files.readString(Path.of("/sys/class/net", columns[0], "mtu")).strip());
                }
            }
            return ETHERNET_MTU;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String value) {
        try {
            Files.writeString(file, value);
        } catch (IOException e) {
            throw new EngineFailure("cannot set " + file + ": " + e.getMessage(), e);
        }
    }
}
