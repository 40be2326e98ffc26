package io.pinisi.cluster.network.proxy;

import io.pinisi.cluster.network.address.Cidr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;

/**
 * Renders a service table as one nftables table for one node. Pure: the text replaces the whole
 * table in one transaction, whatever was there before.
 */
public final class NftablesBackend {
    /** In a node's own namespace, where nothing else has tables. */
    static final String TABLE = "pinisi";

    private static final String MASQUERADE = "0x4000";

    private final String node;
    private final Cidr pods;
    private final Cidr services;
    private final List<String> lookups = new ArrayList<>();
    private final List<String> nodePorts = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> refusedNodePorts = new ArrayList<>();
    private final Set<String> hairpins = new TreeSet<>();
    private final StringBuilder chains = new StringBuilder();

    private NftablesBackend(String node, Cidr pods, Cidr services) {
        this.node = node;
        this.pods = pods;
        this.services = services;
    }

    /**
     * @param pods all pods of the cluster: what comes from elsewhere must come back this way
     * @param local addresses of services that the node answers itself
     */
    public static String render(
            ServiceTable table, String node, Cidr pods, Cidr services, Set<String> local) {
        NftablesBackend backend = new NftablesBackend(node, pods, services);
        for (ServicePort port : table.ports()) {
            if (port.addresses().stream().noneMatch(local::contains)) {
                backend.add(port);
            }
        }
        return backend.text(local);
    }

    private void add(ServicePort port) {
        List<Backend> outside = external(port);
        String chain = "service_" + hash(port.id() + port.protocol());
        for (String address : port.addresses()) {
            String key = address + " . " + port.protocol() + " . " + port.port();
            if (port.backends().isEmpty()) {
                refused.add(key);
            } else {
                lookups.add(key + " : goto " + chain);
            }
        }
        if (port.nodePort() != 0) {
            String key = port.protocol() + " . " + port.nodePort();
            if (outside.isEmpty()) {
                refusedNodePorts.add(key);
            } else {
                nodePorts.add(key + " : goto " + chain + "_outside");
                outside(port, chain, outside);
            }
        }
        if (!port.backends().isEmpty()) {
            begin(chain);
            chains.append("    ip saddr != ").append(pods).append(" meta mark set ");
            chains.append(MASQUERADE).append('\n');
            spread(port, chain, port.backends());
        }
        port.backends().forEach(b -> hairpins.add(b.address() + " . " + b.address()));
    }

    private List<Backend> external(ServicePort port) {
        return port.localOnly()
                ? port.backends().stream().filter(b -> b.node().equals(node)).toList()
                : port.backends();
    }

    /** What comes from outside keeps its address only where the backend is on this very node. */
    private void outside(ServicePort port, String chain, List<Backend> backends) {
        begin(chain + "_outside");
        if (!port.localOnly()) {
            chains.append("    meta mark set ").append(MASQUERADE).append('\n');
        }
        spread(port, chain + "_outside", backends);
    }

    private void begin(String chain) {
        chains.append("  chain ").append(chain).append(" {\n");
    }

    private void spread(ServicePort port, String chain, List<Backend> backends) {
        if (port.affinitySeconds() > 0) {
            spreadWithAffinity(port, chain, backends);
            return;
        }
        if (backends.size() == 1) {
            chains.append("    ").append(dnat(port, backends.getFirst())).append("\n  }\n");
            return;
        }
        List<String> choices = new ArrayList<>();
        for (int i = 0; i < backends.size(); i++) {
            choices.add(i + " : " + backends.get(i).address() + " . " + backends.get(i).port());
        }
        chains.append("    meta l4proto ")
                .append(port.protocol())
                .append(" dnat ip to numgen random mod ")
                .append(backends.size())
                .append(" map { ")
                .append(String.join(", ", choices))
                .append(" }\n  }\n");
    }

    private static String dnat(ServicePort port, Backend backend) {
        return "meta l4proto %s dnat ip to %s:%d"
                .formatted(port.protocol(), backend.address(), backend.port());
    }

    /** A set per backend remembers its clients; whoever is in none gets any. */
    private void spreadWithAffinity(ServicePort port, String chain, List<Backend> backends) {
        List<String> choices = new ArrayList<>();
        StringBuilder sets = new StringBuilder();
        StringBuilder ends = new StringBuilder();
        for (int i = 0; i < backends.size(); i++) {
            String end = chain + "_" + i;
            sets.append("  set ").append(end).append("_clients {\n    type ipv4_addr\n");
            sets.append("    flags dynamic, timeout\n    timeout ");
            sets.append(port.affinitySeconds()).append("s\n  }\n");
            ends.append("  chain ").append(end).append(" {\n    update @").append(end);
            ends.append("_clients { ip saddr }\n    ");
            ends.append(dnat(port, backends.get(i))).append("\n  }\n");
            chains.append("    ip saddr @").append(end).append("_clients goto ");
            chains.append(end).append('\n');
            choices.add(i + " : goto " + end);
        }
        chains.append("    numgen random mod ").append(backends.size()).append(" vmap { ");
        chains.append(String.join(", ", choices)).append(" }\n  }\n");
        chains.insert(0, sets.append(ends));
    }

    private String text(Set<String> local) {
        String exceptLocal =
                local.isEmpty() ? "" : " ip daddr != { " + String.join(", ", local) + " }";
        return """
        add table ip %1$s
        delete table ip %1$s
        table ip %1$s {
        %2$s%3$s%4$s%5$s%6$s%7$s  chain lookup {
            ip daddr . meta l4proto . th dport vmap @services
            ip daddr != 127.0.0.0/8 fib daddr type local meta l4proto . th dport vmap @nodeports
          }
          chain arriving {
            type nat hook prerouting priority dstnat; policy accept;
            jump lookup
          }
          chain own {
            type nat hook output priority -100; policy accept;
            jump lookup
          }
          chain leaving {
            type nat hook postrouting priority srcnat; policy accept;
            meta mark & %8$s == %8$s masquerade
            ip saddr . ip daddr @hairpins masquerade
          }
          chain refuse {
            ip daddr . meta l4proto . th dport @refused reject
            fib daddr type local meta l4proto . th dport @refused_nodeports reject
            ip daddr %9$s%10$s reject
          }
          chain refuse_forward {
            type filter hook forward priority filter; policy accept;
            jump refuse
          }
          chain refuse_input {
            type filter hook input priority filter; policy accept;
            jump refuse
          }
          chain refuse_output {
            type filter hook output priority filter; policy accept;
            jump refuse
          }
        }
        """
                .formatted(
                        TABLE,
                        chains,
                        named(
                                "map services",
                                "ipv4_addr . inet_proto . inet_service : verdict",
                                lookups),
                        named("map nodeports", "inet_proto . inet_service : verdict", nodePorts),
                        named("set refused", "ipv4_addr . inet_proto . inet_service", refused),
                        named(
                                "set refused_nodeports",
                                "inet_proto . inet_service",
                                refusedNodePorts),
                        named("set hairpins", "ipv4_addr . ipv4_addr", List.copyOf(hairpins)),
                        MASQUERADE,
                        services,
                        exceptLocal);
    }

    private static String named(String name, String type, List<String> elements) {
        String list =
                elements.isEmpty()
                        ? ""
                        : "    elements = { " + String.join(",\n      ", elements) + " }\n";
        return "  " + name + " {\n    type " + type + "\n" + list + "  }\n";
    }

    private static String hash(String id) {
        CRC32 crc = new CRC32();
        crc.update(id.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue())
                + HexFormat.of().toHexDigits(id.hashCode());
    }
}
