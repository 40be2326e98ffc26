package io.pinisi.cluster.network.policy;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who may talk to whom, with every selector resolved to addresses.
 *
 * @param chains what the policies allow, one for each direction of each policy
 * @param isolated pods that at least one policy closes
 */
record PolicyTable(List<Chain> chains, List<Isolated> isolated) {
    PolicyTable {
        chains = List.copyOf(chains);
        isolated = List.copyOf(isolated);
    }

    enum Direction {
        INGRESS,
        EGRESS
    }

    /** What one policy allows in one direction: what any of its rules does. */
    record Chain(String name, Direction direction, List<Rule> rules) {
        Chain {
            rules = List.copyOf(rules);
        }
    }

    /**
     * A pod that only talks as the named chains allow.
     *
     * @param address of the pod
     */
    record Isolated(String node, String address, Direction direction, List<String> chains) {
        Isolated {
            chains = List.copyOf(chains);
        }
    }

    /**
     * Every peer by every door.
     *
     * @param doors empty for all
     */
    record Rule(Peers peers, List<Door> doors) {
        Rule {
            doors = List.copyOf(doors);
        }
    }

    /**
     * @param anyone whether the rest does not matter
     * @param pods by address
     */
    record Peers(boolean anyone, SortedSet<String> pods, List<Block> blocks) {
        static final Peers ANYONE = new Peers(true, new TreeSet<>(), List.of());

        Peers {
            blocks = List.copyOf(blocks);
        }
    }

    /** Addresses in CIDR notation. */
    record Block(String cidr, List<String> except) {
        Block {
            except = List.copyOf(except);
        }
    }

    /** What is knocked at; {@code protocol} in lower case. */
    sealed interface Door {
        String protocol();

        /** Every port of the protocol. */
        record AnyPort(String protocol) implements Door {}

        /** Both ends included. */
        record Ports(String protocol, int from, int to) implements Door {}

        /** A port by name: what it is in each pod that has one of that name; may be none. */
        record Named(String protocol, SortedSet<String> addressesAndPorts) implements Door {}
    }
}
