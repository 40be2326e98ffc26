package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** What policies say, from the hub's API to the members that follow from it. */
final class PolicyIT {
    private static final GroupVersionResource NODES = GroupVersionResource.of("v1", "nodes");

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores", "timor");

    @AfterEach
    void calm() {
        for (String name : List.of("bali", "flores", "timor")) {
            merge(scene.hub(), cluster(name), "spec: {taints: [], region: null}");
        }
    }

    @Test
    void theFirstGroupThatFitsIsTakenAndKept() {
        String namespace = scene.namespace("groups");
        scene.policy(
                namespace,
                """
                placement:
                  clusterAffinities:
                  - {affinityName: home, clusterNames: [bali]}
                  - {affinityName: refuge, clusterNames: [flores]}
                """);
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        taint("bali", "NoExecute");
        scene.awaitIn("flores", settings, object -> true);
        scene.awaitGone("bali", settings);
        awaitBinding(
                namespace,
                "settings-configmap",
                binding ->
                        binding.at("/status/schedulerObservingAffinityName")
                                .asString("")
                                .equals("refuge"));
        merge(scene.hub(), cluster("bali"), "spec: {taints: []}");
        merge(scene.hub(), settings, "data: {colour: green}");
        scene.awaitIn("flores", settings, object -> colour(object).equals("green"));
        assertTrue(scene.in("bali").find(settings).isEmpty(), "nothing moves back by itself");
    }

    @Test
    void anObjectIsSpreadOverRegions() {
        merge(scene.hub(), cluster("bali"), "spec: {region: west}");
        merge(scene.hub(), cluster("flores"), "spec: {region: west}");
        merge(scene.hub(), cluster("timor"), "spec: {region: east}");
        String namespace = scene.namespace("spread");
        scene.policy(
                namespace,
                """
                placement:
                  spreadConstraints:
                  - {spreadByField: region, minGroups: 2, maxGroups: 2}
                  - {spreadByField: cluster, minGroups: 2, maxGroups: 2}
                """);
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        scene.awaitIn("timor", settings, object -> true);
        awaitBinding(
                namespace,
                "settings-configmap",
                binding -> shares(binding).keySet().equals(java.util.Set.of("bali", "timor")));
        merge(scene.hub(), cluster("timor"), "spec: {region: west}");
        awaitBinding(
                namespace,
                "settings-configmap",
                binding ->
                        "Unschedulable"
                                .equals(
                                        Conditions.find(binding.path("status"), "Scheduled")
                                                .map(found -> found.path("reason").asString(""))
                                                .orElse("")));
        assertTrue(scene.in("timor").find(settings).isPresent(), "the last good state stays");
    }

    @Test
    void replicasGoWhereThereIsRoom() {
        String namespace = scene.namespace("room");
        node("bali", 4);
        node("flores", 8);
        scene.policy(
                namespace,
                """
                placement:
                  clusterAffinity: {clusterNames: [bali, flores]}
                  replicaScheduling:
                    replicaSchedulingType: Divided
                    replicaDivisionPreference: Weighted
                    weightPreference: {dynamicWeight: AvailableReplicas}
                """);
        awaitRoom("bali", 4);
        awaitRoom("flores", 8);
        scene.create(deployment(namespace, "web", 3));
        awaitBinding(
                namespace,
                "web-deployment",
                binding -> shares(binding).equals(Map.of("bali", 1, "flores", 2)));
        ResourcePath big = scene.create(deployment(namespace, "big", 50));
        awaitBinding(
                namespace,
                "big-deployment",
                binding ->
                        binding.path("status").toString().contains("of 50 replicas")
                                && shares(binding).isEmpty());
        node("flores", 100);
        awaitBinding(
                namespace,
                "big-deployment",
                binding ->
                        shares(binding).values().stream().mapToInt(Integer::intValue).sum() == 50);
        scene.hub().delete(big, null);
    }

    @Test
    void aSuspendedClusterIsLeftAsItIs() {
        String namespace = scene.namespace("suspended");
        ResourcePath policy =
                scene.policy(
                        namespace, "placement: {clusterAffinity: {clusterNames: [bali, flores]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        merge(
                scene.hub(),
                policy,
                "spec: {suspension: {dispatchingOnClusters: {clusterNames: [bali]}}}");
        awaitBinding(
                namespace,
                "settings-configmap",
                binding -> binding.path("status").toString().contains("suspended by the policy"));
        merge(scene.hub(), settings, "data: {colour: green}");
        scene.awaitIn("flores", settings, object -> colour(object).equals("green"));
        assertEquals("blue", colour(scene.in("bali").get(settings)));
        merge(scene.hub(), policy, "spec: {suspension: null}");
        scene.awaitIn("bali", settings, object -> colour(object).equals("green"));
    }

    @Test
    void aLazyPolicyWaitsUntilTheObjectChanges() {
        String namespace = scene.namespace("lazy");
        ResourcePath policy =
                scene.policy(
                        namespace,
                        "activationPreference: Lazy\n"
                                + "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath waits = scene.create(configMap(namespace, "waits", "colour: blue"));
        scene.awaitIn("bali", waits, object -> true);
        merge(
                scene.hub(),
                policy,
                "spec: {placement: {clusterAffinity: {clusterNames: [flores]}}}");
        ResourcePath fresh = scene.create(configMap(namespace, "fresh", "colour: blue"));
        scene.awaitInOnceStirred("flores", fresh);
        assertTrue(scene.in("bali").find(waits).isPresent());
        assertTrue(scene.in("flores").find(waits).isEmpty());
        merge(scene.hub(), waits, "data: {colour: green}");
        scene.awaitIn("flores", waits, object -> colour(object).equals("green"));
        scene.awaitGone("bali", waits);
    }

    @Test
    void aHigherPriorityTakesOverWhereItSaysSo() {
        String namespace = scene.namespace("preempt");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        ObjectNode other =
                yaml(
                        """
                        apiVersion: policy.karmada.io/v1alpha1
                        kind: PropagationPolicy
                        metadata: {name: other}
                        spec:
                          priority: 5
                          resourceSelectors: [{apiVersion: v1, kind: ConfigMap, name: settings}]
                          placement: {clusterAffinity: {clusterNames: [timor]}}
                        """);
        ResourcePath policies = ResourcePath.all(FederationKinds.POLICIES).in(namespace);
        scene.hub().create(policies, other, WriteOptions.PLAIN);
        merge(scene.hub(), settings, "data: {colour: green}");
        scene.awaitIn("bali", settings, object -> colour(object).equals("green"));
        assertTrue(scene.in("timor").find(settings).isEmpty(), "a claim is kept");
        merge(scene.hub(), policies.named("other"), "spec: {preemption: Always}");
        scene.awaitIn("timor", settings, object -> true);
        scene.awaitGone("bali", settings);
    }

    @Test
    void workloadsOfOneGroupKeepApart() {
        String namespace = scene.namespace("apart");
        scene.policy(
                namespace,
                """
                placement:
                  clusterAffinity: {clusterNames: [bali, flores]}
                  spreadConstraints: [{spreadByField: cluster, minGroups: 1, maxGroups: 1}]
                  workloadAffinity: {antiAffinity: {groupByLabelKey: team}}
                """);
        ResourcePath one = scene.create(ofTeam(namespace, "one"));
        ResourcePath two = scene.create(ofTeam(namespace, "two"));
        awaitBinding(namespace, "one-configmap", binding -> shares(binding).size() == 1);
        awaitBinding(namespace, "two-configmap", binding -> shares(binding).size() == 1);
        List<String> first = scene.clustersOf(namespace, "one-configmap");
        assertTrue(!first.equals(scene.clustersOf(namespace, "two-configmap")), "apart");
        scene.awaitIn(first.getFirst(), one, object -> true);
        ResourcePath three = scene.create(ofTeam(namespace, "three"));
        awaitBinding(
                namespace,
                "three-configmap",
                binding ->
                        binding.path("status")
                                .toString()
                                .contains("workload of team=red is there"));
        scene.hub().delete(one, null);
        scene.awaitIn(first.getFirst(), three, object -> true);
        assertTrue(scene.in(first.getFirst()).find(two).isEmpty());
    }

    @Test
    void aBindingSaysHowUrgentItsObjectIsAndFollowsTheClass() {
        String namespace = scene.namespace("urgent");
        ResourcePath classes =
                ResourcePath.all(
                        GroupVersionResource.of("scheduling.k8s.io/v1", "priorityclasses"));
        ResourcePath policy =
                scene.policy(
                        namespace,
                        """
                        schedulePriority:
                          priorityClassSource: KubePriorityClass
                          priorityClassName: urgent-it
                        """);
        scene.create(configMap(namespace, "flag", "colour: blue"));
        awaitBinding(namespace, "flag-configmap", binding -> priority(binding) == 0);
        Await.until(
                "people are told",
                Duration.ofMinutes(2),
                () ->
                        scene.events(namespace).stream()
                                .anyMatch(
                                        message ->
                                                message.contains("no PriorityClass \"urgent-it\"")),
                () -> scene.events(namespace));

        ObjectNode urgent =
                yaml(
                        "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name:"
                                + " urgent-it}, value: 700}");
        scene.hub().create(classes, urgent, WriteOptions.PLAIN);
        awaitBinding(namespace, "flag-configmap", binding -> priority(binding) == 700);

        merge(scene.hub(), policy, "spec: {schedulePriority: null}");
        awaitBinding(namespace, "flag-configmap", binding -> priority(binding) == -1);
        scene.hub().delete(classes.named("urgent-it"), null);
    }

    private static int priority(ObjectNode binding) {
        return binding.at("/spec/schedulePriority/priority").asInt(-1);
    }

    private static ObjectNode ofTeam(String namespace, String name) {
        ObjectNode object = configMap(namespace, name, "colour: blue");
        object.withObject("/metadata/labels").put("team", "red");
        return object;
    }

    @Test
    void aPolicyThatAsksForWhatCannotBeIsRefused() {
        String namespace = scene.namespace("refused");
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                scene.policy(
                                        namespace,
                                        "placement: {spreadConstraints: [{spreadByField:"
                                                + " region}]}"));
        assertEquals(Reason.INVALID, refusal.reason());
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("spec.placement.spreadConstraints"));
    }

    private static void taint(String cluster, String effect) {
        merge(
                scene.hub(),
                cluster(cluster),
                "spec: {taints: [{key: storm, effect: " + effect + "}]}");
    }

    private static void awaitBinding(
            String namespace, String name, Predicate<ObjectNode> condition) {
        scene.awaitHub(name, bindingPath(namespace, name), condition);
    }

    private static Map<String, Integer> shares(ObjectNode binding) {
        Map<String, Integer> shares = new HashMap<>();
        binding.path("spec")
                .path("clusters")
                .forEach(c -> shares.put(c.path("name").asString(""), c.path("replicas").asInt(0)));
        return shares;
    }

    /** A node that reports room for so many pods. */
    private static void node(String cluster, int pods) {
        ObjectNode node = yaml("{apiVersion: v1, kind: Node, metadata: {name: deck}}");
        ResourcePath nodes = ResourcePath.all(NODES);
        if (scene.in(cluster).find(nodes.named("deck")).isEmpty()) {
            scene.in(cluster).create(nodes, node, WriteOptions.PLAIN);
        }
        merge(
                scene.in(cluster),
                nodes.named("deck").sub("status"),
                """
                status:
                  allocatable: {cpu: '64', memory: 64Gi, pods: '%d'}
                  conditions: [{type: Ready, status: "True"}]
                """
                        .formatted(pods));
    }

    private static void awaitRoom(String cluster, int pods) {
        scene.awaitHub(
                cluster + " has room",
                cluster(cluster),
                object ->
                        object.at("/status/resourceSummary/allocatable/pods")
                                .asString("")
                                .equals(Integer.toString(pods)));
    }
}
