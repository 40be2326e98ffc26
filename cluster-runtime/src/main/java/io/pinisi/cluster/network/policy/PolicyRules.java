package io.pinisi.cluster.network.policy;

import io.pinisi.cluster.network.policy.PolicyTable.Block;
import io.pinisi.cluster.network.policy.PolicyTable.Chain;
import io.pinisi.cluster.network.policy.PolicyTable.Direction;
import io.pinisi.cluster.network.policy.PolicyTable.Door;
import io.pinisi.cluster.network.policy.PolicyTable.Isolated;
import io.pinisi.cluster.network.policy.PolicyTable.Peers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Renders a policy table as one nftables table for one node. Pure. Egress and ingress are judged by
 * two chains of the forward hook, after services have become pods; to accept in one leaves the
 * other to judge as well. Every pod's packets pass that hook, because each pod has a link of its
 * own.
 */
final class PolicyRules {
    static final String TABLE = "pinisi_policy";

    private PolicyRules() {}

    /**
     * @param machine the address from which the machine itself, and so the node's agent, speaks
     */
    static String render(PolicyTable table, String node, String machine) {
        List<Isolated> here =
                table.isolated().stream().filter(pod -> pod.node().equals(node)).toList();
        Set<String> used = new HashSet<>();
        here.forEach(pod -> used.addAll(pod.chains()));
        StringBuilder text = new StringBuilder();
        text.append("add table ip %1$s\ndelete table ip %1$s\ntable ip %1$s {\n".formatted(TABLE));
        table.chains().stream()
                .filter(chain -> used.contains(chain.name()))
                .forEach(chain -> chain(chain, text));
        here.forEach(pod -> pod(pod, text));
        base(Direction.EGRESS, "saddr", 10, "", here, text);
        base(Direction.INGRESS, "daddr", 11, "    ip saddr " + machine + " accept\n", here, text);
        return text.append("}\n").toString();
    }

    private static void chain(Chain chain, StringBuilder text) {
        String side = chain.direction() == Direction.INGRESS ? "saddr" : "daddr";
        text.append("  chain ").append(chain.name()).append(" {\n");
        for (PolicyTable.Rule rule : chain.rules()) {
            for (String peer : peers(rule.peers(), side)) {
                for (String door : doors(rule.doors())) {
                    text.append("    ").append(peer).append(door).append("accept\n");
                }
            }
        }
        text.append("  }\n");
    }

    private static List<String> peers(Peers peers, String side) {
        if (peers.anyone()) {
            return List.of("");
        }
        List<String> matches = new ArrayList<>();
        if (!peers.pods().isEmpty()) {
            matches.add("ip %s { %s } ".formatted(side, String.join(", ", peers.pods())));
        }
        for (Block block : peers.blocks()) {
            String except =
                    block.except().isEmpty()
                            ? ""
                            : "ip %s != { %s } ".formatted(side, String.join(", ", block.except()));
            matches.add("ip %s %s %s".formatted(side, block.cidr(), except));
        }
        return matches;
    }

    private static List<String> doors(List<Door> doors) {
        if (doors.isEmpty()) {
            return List.of("");
        }
        List<String> matches = new ArrayList<>();
        for (Door door : doors) {
            String protocol = "meta l4proto " + door.protocol() + " ";
            switch (door) {
                case Door.AnyPort any -> matches.add(protocol);
                case Door.Ports(String p, int from, int to) ->
                        matches.add(protocol + "th dport " + from + "-" + to + " ");
                case Door.Named(String p, var places) -> {
                    if (!places.isEmpty()) {
                        matches.add(
                                protocol
                                        + "ip daddr . th dport { "
                                        + String.join(", ", places)
                                        + " } ");
                    }
                }
            }
        }
        return matches;
    }

    private static void pod(Isolated pod, StringBuilder text) {
        text.append("  chain ").append(name(pod)).append(" {\n");
        pod.chains().forEach(chain -> text.append("    jump ").append(chain).append('\n'));
        text.append("    drop\n  }\n");
    }

    private static String name(Isolated pod) {
        return "pod_"
                + pod.direction().name().toLowerCase(Locale.ROOT)
                + "_"
                + pod.address().replace('.', '_');
    }

    private static void base(
            Direction direction,
            String side,
            int priority,
            String first,
            List<Isolated> here,
            StringBuilder text) {
        List<String> ways =
                here.stream()
                        .filter(pod -> pod.direction() == direction)
                        .map(pod -> pod.address() + " : goto " + name(pod))
                        .toList();
        if (ways.isEmpty()) {
            return;
        }
        text.append("  chain ").append(direction.name().toLowerCase(Locale.ROOT)).append(" {\n");
        text.append("    type filter hook forward priority ").append(priority);
        text.append("; policy accept;\n    ct state established,related accept\n").append(first);
        text.append("    ip ").append(side).append(" vmap { ");
        text.append(String.join(", ", ways)).append(" }\n  }\n");
    }
}
