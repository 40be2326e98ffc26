package io.pinisi.federation.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures a whole federation with simulated members, default settings throughout: bringing many
 * Deployments out until all exist and their status is back, taking them away, and losing a cluster.
 * Arguments choose parts by name.
 */
public final class FederationBench {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** The first is a cold start; by the last, most of what is hot is compiled. */
    private static final int ROUNDS = 4;

    /** Seldom enough that looking costs little beside what is looked at. */
    private static final Duration POLL = Duration.ofMillis(100);

    private static final String NAMESPACE = "bench";

    private final Archipelago sea;
    private final List<String> members;
    private final List<DeploymentLife> life = new ArrayList<>();

    private FederationBench(int members) throws InterruptedException {
        this.members = IntStream.range(0, members).mapToObj(i -> "member-" + i).toList();
        this.sea = new Archipelago(this.members).withDefaultHealth();
        sea.strait(this.members.getFirst());
        sea.federate();
        for (String member : this.members) {
            life.add(new DeploymentLife(sea.member(member).admin()));
            Scenario.await(member, sea.hub(), Scenario.cluster(member), FederationBench::isReady);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        Set<String> parts = Set.of(arguments);
        if (parts.isEmpty() || parts.contains("spread")) {
            for (int round = 0; round < ROUNDS; round++) {
                spread(200, 3);
            }
            spread(100, 10);
        }
        if (parts.isEmpty() || parts.contains("failover")) {
            failover(1, Loss.KILLED);
            failover(1, Loss.PARTITIONED);
            failover(1000, Loss.KILLED);
        }
    }

    private static void spread(int count, int clusters) throws InterruptedException {
        FederationBench bench = new FederationBench(clusters);
        try {
            bench.policy("{clusterAffinity: {clusterNames: %s}}".formatted(bench.members));
            long revision = bench.revision();
            long begun = System.nanoTime();
            bench.deploy(count);
            double written = seconds(begun);
            bench.members.forEach(member -> bench.await(member, count, object -> true));
            double exist = seconds(begun);
            bench.awaitHub(count, clusters);
            System.out.printf(
                    "%d Deployments to %d clusters: written %.2f s, all exist %.2f s, status back"
                            + " %.2f s, %d writes to the hub%n",
                    count, clusters, written, exist, seconds(begun), bench.revision() - revision);
            begun = System.nanoTime();
            bench.sea.hub().delete(deployments(), null);
            bench.members.forEach(member -> bench.await(member, 0, object -> true));
            System.out.printf("  deleted everywhere after %.2f s%n", seconds(begun));
        } finally {
            bench.close();
        }
    }

    /** How a cluster is lost. */
    private enum Loss {
        KILLED,
        PARTITIONED
    }

    private static void failover(int count, Loss loss) throws InterruptedException {
        FederationBench bench = new FederationBench(3);
        String first = bench.members.getFirst();
        try {
            bench.policy(
                    """
                    {clusterAffinities: [
                      {affinityName: home, clusterNames: [%s]},
                      {affinityName: refuge, clusterNames: [%s, %s]}]}
                    """
                            .formatted(bench.members.toArray()));
            bench.deploy(count);
            bench.await(first, count, object -> true);
            bench.awaitHub(count, 1);
            long begun = System.nanoTime();
            switch (loss) {
                case KILLED -> {
                    bench.life.removeFirst().close();
                    bench.sea.member(first).stop();
                }
                case PARTITIONED -> bench.sea.strait(first).storm();
            }
            Await.until(
                    "the loss is noticed",
                    LIMIT,
                    () -> !isReady(bench.sea.hub().get(Scenario.cluster(first))),
                    () -> first);
            double noticed = seconds(begun);
            bench.members
                    .subList(1, 3)
                    .forEach(member -> bench.await(member, count, FederationBench::isAvailable));
            System.out.printf(
                    "cluster %s, %d bindings: noticed after %.1f s, all available elsewhere after"
                            + " %.1f s%n",
                    loss, count, noticed, seconds(begun));
        } finally {
            bench.close();
        }
    }

    private void policy(String placement) {
        ApiClient hub = sea.hub();
        hub.create(
                ResourcePath.all(GroupVersionResource.of("v1", "namespaces")),
                Scenario.yaml("{apiVersion: v1, kind: Namespace, metadata: {name: bench}}"),
                WriteOptions.PLAIN);
        hub.create(
                ResourcePath.all(FederationKinds.POLICIES).in(NAMESPACE),
                Scenario.yaml(
                        """
                        apiVersion: policy.karmada.io/v1alpha1
                        kind: PropagationPolicy
                        metadata: {name: all, namespace: bench}
                        spec:
                          resourceSelectors: [{apiVersion: apps/v1, kind: Deployment}]
                          placement: %s
                        """
                                .formatted(placement.strip().replaceAll("\\s+", " "))),
                WriteOptions.PLAIN);
    }

    private void deploy(int count) {
        for (int i = 0; i < count; i++) {
            sea.hub()
                    .create(
                            deployments(),
                            Scenario.deployment(NAMESPACE, "web-" + i, 2),
                            WriteOptions.PLAIN);
        }
    }

    private long revision() {
        return Long.parseLong(sea.hub().list(deployments(), ListOptions.ALL).resourceVersion());
    }

    private static ResourcePath deployments() {
        return ResourcePath.all(Scenario.DEPLOYMENTS).in(NAMESPACE);
    }

    private void await(String member, int count, Predicate<ObjectNode> condition) {
        await(member, sea.member(member).admin(), count, condition);
    }

    private static void await(
            String where, ApiClient client, int count, Predicate<ObjectNode> condition) {
        Await.until(
                count + " in " + where,
                LIMIT,
                () -> {
                    LockSupport.parkNanos(POLL.toNanos());
                    return client.list(deployments(), ListOptions.ALL).items().stream()
                                    .filter(condition)
                                    .count()
                            == count;
                },
                () -> where);
    }

    /** Duplicated: the template counts the replicas of all clusters. */
    private void awaitHub(int count, int clusters) {
        await(
                "the hub",
                sea.hub(),
                count,
                object ->
                        object.at("/status/availableReplicas").asInt(0)
                                == clusters * object.at("/spec/replicas").asInt(0));
    }

    private static boolean isAvailable(ObjectNode deployment) {
        return deployment.at("/status/availableReplicas").asInt(0)
                == deployment.at("/spec/replicas").asInt(1);
    }

    private static boolean isReady(ObjectNode cluster) {
        return Conditions.isTrue(cluster.path("status"), "Ready");
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void close() {
        life.forEach(DeploymentLife::close);
        sea.close();
    }
}
