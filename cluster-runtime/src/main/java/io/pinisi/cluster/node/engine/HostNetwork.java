package io.pinisi.cluster.node.engine;

import io.pinisi.cluster.network.address.ClusterNetwork;
import java.nio.file.Path;
import java.util.List;

/**
 * What a cluster needs of the machine's own network: traffic that leaves the machine gets its
 * address, traffic that stays keeps the pod's.
 */
final class HostNetwork {
    private final Path home;
    private final String table;
    private final ClusterNetwork network;

    HostNetwork(Path home, String cluster, ClusterNetwork network) {
        this.home = home;
        this.table = NodeLayout.table(home, cluster);
        this.network = network;
    }

    void establish() {
        Command.feed(
                """
                add table ip %1$s
                delete table ip %1$s
                table ip %1$s {
                    chain leaving {
                        type nat hook postrouting priority srcnat; policy accept;
                        ip saddr %2$s oifname != "%3$s*" masquerade
                    }
                }
                """
                        .formatted(table, network.share(), NodeLayout.linkPrefix(home)),
                "nft",
                "-f",
                "-");
    }

    void remove() {
        Command.attempt("", List.of("nft", "delete", "table", "ip", table));
    }
}
