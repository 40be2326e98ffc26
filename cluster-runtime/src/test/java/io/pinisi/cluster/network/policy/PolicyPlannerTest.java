package io.pinisi.cluster.network.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.network.policy.PolicyTable.Block;
import io.pinisi.cluster.network.policy.PolicyTable.Direction;
import io.pinisi.cluster.network.policy.PolicyTable.Door;
import io.pinisi.cluster.network.policy.PolicyTable.Isolated;
import io.pinisi.cluster.network.policy.PolicyTable.Peers;
import io.pinisi.cluster.network.policy.PolicyTable.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PolicyPlannerTest {
    private final List<ObjectNode> policies = new ArrayList<>();
    private final List<ObjectNode> pods = new ArrayList<>();
    private final List<ObjectNode> namespaces = new ArrayList<>();

    @BeforeEach
    void people() {
        namespace("shop", "a");
        namespace("bank", "b");
        pod("shop", "web", "10.0.0.1", "n1", "'ports': [{'name': 'http', 'containerPort': 8080}]");
        pod("shop", "db", "10.0.0.2", "n2", "'ports': []");
        pod("bank", "web", "10.0.0.3", "n1", "'ports': [{'name': 'http', 'containerPort': 80}]");
    }

    private void namespace(String name, String team) {
        namespaces.add(
                ControllerBench.tree(
                        "{'metadata': {'name': '%s', 'labels': {'team': '%s'}}}"
                                .formatted(name, team)));
    }

    private void pod(String namespace, String app, String address, String node, String container) {
        pods.add(
                ControllerBench.tree(
                        """
                        {'metadata': {'name': '%s', 'namespace': '%s', 'labels': {'app': '%s'}},
                         'spec': {'nodeName': '%s', 'containers': [{%s}]},
                         'status': {'phase': 'Running', 'podIP': '%s'}}
                        """
                                .formatted(app, namespace, app, node, container, address)));
    }

    private void policy(String spec) {
        policies.add(
                ControllerBench.tree(
                        "{'metadata': {'name': 'p%d', 'namespace': 'shop'}, 'spec': {%s}}"
                                .formatted(policies.size(), spec)));
    }

    private PolicyTable plan() {
        return PolicyPlanner.plan(policies, pods, namespaces);
    }

    private Rule onlyRule() {
        return plan().chains().getFirst().rules().getFirst();
    }

    private static Peers of(String... addresses) {
        return new Peers(false, new TreeSet<>(Set.of(addresses)), List.of());
    }

    @Test
    void aPolicyWithoutRulesClosesWhatItSelects() {
        policy("'podSelector': {'matchLabels': {'app': 'db'}}");

        PolicyTable table = plan();
        assertEquals(List.of(), table.chains().getFirst().rules());
        assertEquals(
                List.of(
                        new Isolated(
                                "n2",
                                "10.0.0.2",
                                Direction.INGRESS,
                                List.of(table.chains().getFirst().name()))),
                table.isolated());
    }

    @Test
    void policiesAddUp() {
        policy("'podSelector': {}");
        policy("'podSelector': {'matchLabels': {'app': 'db'}}, 'ingress': [{}]");

        Isolated db =
                plan().isolated().stream()
                        .filter(pod -> pod.address().equals("10.0.0.2"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(2, db.chains().size());
        assertEquals(Peers.ANYONE, plan().chains().getLast().rules().getFirst().peers());
    }

    private void assertPeers(Peers expected, String from) {
        policies.clear();
        policy("'podSelector': {}, 'ingress': [{'from': [{" + from + "}]}]");
        assertEquals(expected, onlyRule().peers());
    }

    @Test
    void podsAreOfThePolicysNamespaceUnlessNamespacesAreSelected() {
        assertPeers(of("10.0.0.1"), "'podSelector': {'matchLabels': {'app': 'web'}}");
        assertPeers(of("10.0.0.3"), "'namespaceSelector': {'matchLabels': {'team': 'b'}}");
        assertPeers(
                of("10.0.0.1", "10.0.0.3"),
                "'namespaceSelector': {}, 'podSelector': {'matchLabels': {'app': 'web'}}");
        assertPeers(of(), "'podSelector': {'matchLabels': {'app': 'none'}}");
    }

    @Test
    void blocksAreKeptWithTheirExceptions() {
        policy(
                "'podSelector': {}, 'policyTypes': ['Egress'], 'egress': [{'to': [{'ipBlock':"
                        + " {'cidr': '10.0.0.0/8', 'except': ['10.1.0.0/16']}}]}]");

        assertEquals(
                List.of(new Block("10.0.0.0/8", List.of("10.1.0.0/16"))),
                onlyRule().peers().blocks());
        assertTrue(plan().isolated().stream().allMatch(pod -> pod.direction() == Direction.EGRESS));
    }

    @Test
    void portsAreNumbersRangesOrNamesOfTheDestination() {
        policy(
                "'podSelector': {'matchLabels': {'app': 'web'}}, 'ingress': [{'ports': [{'port':"
                        + " 80, 'endPort': 90}, {'protocol': 'UDP'}, {'port': 'http'}]}]");

        assertEquals(
                List.of(
                        new Door.Ports("tcp", 80, 90),
                        new Door.AnyPort("udp"),
                        new Door.Named("tcp", new TreeSet<>(Set.of("10.0.0.1 . 8080")))),
                onlyRule().doors());
        policies.clear();
        policy(
                "'podSelector': {}, 'policyTypes': ['Egress'], 'egress': [{'to':"
                        + " [{'namespaceSelector': {'matchLabels': {'team': 'b'}}}],"
                        + " 'ports': [{'port': 'http'}]}]");
        assertEquals(
                List.of(new Door.Named("tcp", new TreeSet<>(Set.of("10.0.0.3 . 80")))),
                onlyRule().doors());
    }

    @Test
    void theOrderOfObjectsDoesNotMatter() {
        policy("'podSelector': {}");
        policy("'podSelector': {'matchLabels': {'app': 'db'}}, 'ingress': [{}], 'egress': [{}]");
        PolicyTable before = plan();
        Collections.reverse(policies);
        Collections.reverse(pods);

        assertEquals(before, plan());
    }

    @Test
    void aNodeHasOnlyWhatItsPodsNeed() {
        policy("'podSelector': {'matchLabels': {'app': 'db'}}");

        assertTrue(PolicyRules.render(plan(), "n2", "10.9.0.1").contains("10.0.0.2 : goto"));
        assertEquals(
                """
                add table ip pinisi_policy
                delete table ip pinisi_policy
                table ip pinisi_policy {
                }
                """,
                PolicyRules.render(plan(), "n1", "10.9.0.1"));
    }
}
