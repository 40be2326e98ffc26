package io.pinisi.cluster.network.policy;

import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.selector.LabelSelector;
import io.pinisi.cluster.network.policy.PolicyTable.Block;
import io.pinisi.cluster.network.policy.PolicyTable.Chain;
import io.pinisi.cluster.network.policy.PolicyTable.Direction;
import io.pinisi.cluster.network.policy.PolicyTable.Door;
import io.pinisi.cluster.network.policy.PolicyTable.Isolated;
import io.pinisi.cluster.network.policy.PolicyTable.Peers;
import io.pinisi.cluster.network.policy.PolicyTable.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Resolves the policies of a cluster. Pure; equal input gives an equal table. */
final class PolicyPlanner {
    private final List<PodEnd> pods;
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();

    private PolicyPlanner(Collection<ObjectNode> pods, Collection<ObjectNode> namespaces) {
        this.pods =
                pods.stream()
                        .filter(PodEnd::isReachable)
                        .map(PodEnd::new)
                        .sorted(Comparator.comparing(PodEnd::address))
                        .toList();
        namespaces.forEach(
                namespace -> {
                    Metadata metadata = Metadata.of(namespace);
                    this.namespaces.put(metadata.name(), metadata.labels());
                });
    }

    static PolicyTable plan(
            Collection<ObjectNode> policies,
            Collection<ObjectNode> pods,
            Collection<ObjectNode> namespaces) {
        if (policies.isEmpty()) {
            return new PolicyTable(List.of(), List.of());
        }
        return new PolicyPlanner(pods, namespaces).plan(policies);
    }

    private PolicyTable plan(Collection<ObjectNode> policies) {
        List<Chain> chains = new ArrayList<>();
        Map<Direction, Map<PodEnd, List<String>>> closed = new TreeMap<>();
        policies.stream()
                .sorted(Comparator.comparing((ObjectNode policy) -> Metadata.key(policy)))
                .forEach(
                        policy -> {
                            for (Direction direction : directions(policy)) {
                                Chain chain = chain(policy, direction);
                                chains.add(chain);
                                selected(policy)
                                        .forEach(
                                                pod ->
                                                        closed.computeIfAbsent(
                                                                        direction,
                                                                        d -> new HashMap<>())
                                                                .computeIfAbsent(
                                                                        pod, p -> new ArrayList<>())
                                                                .add(chain.name()));
                            }
                        });
        List<Isolated> isolated = new ArrayList<>();
        closed.forEach(
                (direction, ends) ->
                        ends.forEach(
                                (pod, names) ->
                                        isolated.add(
                                                new Isolated(
                                                        pod.node(),
                                                        pod.address(),
                                                        direction,
                                                        names))));
        isolated.sort(Comparator.comparing(Isolated::address).thenComparing(Isolated::direction));
        return new PolicyTable(chains, isolated);
    }

    /** Without types a policy is about ingress, and about egress where it has rules for it. */
    private static List<Direction> directions(ObjectNode policy) {
        JsonNode spec = policy.path("spec");
        if (spec.path("policyTypes").isEmpty()) {
            return spec.path("egress").isEmpty()
                    ? List.of(Direction.INGRESS)
                    : List.of(Direction.INGRESS, Direction.EGRESS);
        }
        return spec.path("policyTypes")
                .valueStream()
                .map(type -> Direction.valueOf(type.asString("").toUpperCase(Locale.ROOT)))
                .sorted()
                .distinct()
                .toList();
    }

    private static String namespace(ObjectNode policy) {
        return Objects.requireNonNullElse(Metadata.of(policy).namespace(), "");
    }

    private List<PodEnd> selected(ObjectNode policy) {
        LabelSelector selector = selector(policy.path("spec").path("podSelector"));
        String namespace = namespace(policy);
        return pods.stream()
                .filter(pod -> pod.namespace().equals(namespace) && pod.matches(selector))
                .toList();
    }

    /** An empty or absent selector selects everything. */
    private static LabelSelector selector(JsonNode node) {
        return node.isEmpty() ? LabelSelector.everything() : LabelSelector.of(node);
    }

    private Chain chain(ObjectNode policy, Direction direction) {
        String field = direction.name().toLowerCase(Locale.ROOT);
        String side = direction == Direction.INGRESS ? "from" : "to";
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : policy.path("spec").path(field)) {
            List<PodEnd> peerPods = new ArrayList<>();
            Peers peers = peers(policy, rule.path(side), peerPods);
            List<PodEnd> destinations =
                    direction == Direction.INGRESS
                            ? selected(policy)
                            : peers.anyone() ? pods : peerPods;
            rules.add(new Rule(peers, doors(rule.path("ports"), destinations)));
        }
        return new Chain(field + "_" + ChainNames.hash(Metadata.key(policy)), direction, rules);
    }

    /**
     * @param found is given the pods among the peers
     */
    private Peers peers(ObjectNode policy, JsonNode list, List<PodEnd> found) {
        if (list.isEmpty()) {
            return Peers.ANYONE;
        }
        List<Block> blocks = new ArrayList<>();
        for (JsonNode peer : list) {
            if (peer.has("ipBlock")) {
                JsonNode block = peer.path("ipBlock");
                blocks.add(
                        new Block(
                                block.path("cidr").asString(""),
                                block.path("except")
                                        .valueStream()
                                        .map(except -> except.asString(""))
                                        .toList()));
            } else {
                found.addAll(podsOf(policy, peer));
            }
        }
        blocks.removeIf(block -> block.cidr().contains(":"));
        SortedSet<String> addresses = new TreeSet<>();
        found.forEach(pod -> addresses.add(pod.address()));
        return new Peers(false, addresses, blocks);
    }

    private List<PodEnd> podsOf(ObjectNode policy, JsonNode peer) {
        LabelSelector wanted = selector(peer.path("podSelector"));
        if (!peer.has("namespaceSelector")) {
            String namespace = namespace(policy);
            return pods.stream()
                    .filter(pod -> pod.namespace().equals(namespace) && pod.matches(wanted))
                    .toList();
        }
        LabelSelector spaces = selector(peer.path("namespaceSelector"));
        return pods.stream()
                .filter(pod -> spaces.matches(namespaces.getOrDefault(pod.namespace(), Map.of())))
                .filter(pod -> pod.matches(wanted))
                .toList();
    }

    private static List<Door> doors(JsonNode ports, List<PodEnd> destinations) {
        List<Door> doors = new ArrayList<>();
        for (JsonNode port : ports) {
            String protocol = port.path("protocol").asString("TCP").toLowerCase(Locale.ROOT);
            JsonNode number = port.path("port");
            if (number.isMissingNode() || number.isNull()) {
                doors.add(new Door.AnyPort(protocol));
            } else if (number.isNumber()) {
                int from = number.asInt();
                doors.add(new Door.Ports(protocol, from, port.path("endPort").asInt(from)));
            } else {
                SortedSet<String> named = new TreeSet<>();
                destinations.forEach(
                        pod ->
                                pod.ports(number.asString(""), protocol)
                                        .forEach(
                                                found -> named.add(pod.address() + " . " + found)));
                doors.add(new Door.Named(protocol, named));
            }
        }
        return doors;
    }
}
