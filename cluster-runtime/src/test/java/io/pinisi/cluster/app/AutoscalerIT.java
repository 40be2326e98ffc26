package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.testing.ControllerBench;
import io.pinisi.cluster.controllers.testing.SimulatedPods;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.Profile;
import io.pinisi.cluster.testing.Await;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.cluster.testing.FakeAgent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** From what an agent counts to a larger replica set, with the rights that the controllers have. */
final class AutoscalerIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private static final ResourcePath PODS = ResourcePath.all(Resources.PODS).in("default");
    private static final ResourcePath SETS = ResourcePath.all(Resources.REPLICA_SETS).in("default");
    private static final ResourcePath SCALERS =
            ResourcePath.all(Resources.AUTOSCALERS).in("default");
    private static FakeAgent agent;
    private static ControllersAssembly controllers;
    private static SimulatedPods pods;

    @BeforeAll
    static void start() throws IOException {
        agent =
                new FakeAgent(
                        CLUSTER.server()
                                .pki()
                                .serverCredential(
                                        "system:node:n1",
                                        List.of("system:nodes"),
                                        Set.of("127.0.0.1")),
                        AutoscalerIT::stats);
        controllers =
                ControllersAssembly.start(
                        ControllersOptions.of(CLUSTER::client, "PEM", Profile.CLUSTER));
        pods =
                new SimulatedPods(
                        CLUSTER.admin(), InstantSource.system(), SimulatedPods.Which.BOUND);
    }

    @AfterAll
    static void stop() throws IOException {
        pods.close();
        controllers.close();
        agent.close();
    }

    /** Every pod holds 96 Mi and idles. */
    private static String stats() {
        Instant now = Instant.now();
        return CLUSTER.admin().list(PODS, ListOptions.ALL).items().stream()
                .map(
                        pod ->
                                """
                                {"podRef":{"uid":"%s"},"containers":[{"name":"main",
                                 "cpu":{"time":"%s","usageCoreNanoSeconds":0},
                                 "memory":{"time":"%s","workingSetBytes":100663296}}]}\
                                """
                                        .formatted(Metadata.uid(pod), now, now))
                .collect(Collectors.joining(",", "{\"pods\":[", "]}"));
    }

    private static void addNode() {
        ApiClient admin = CLUSTER.admin();
        ResourcePath nodes = ResourcePath.all(Resources.NODES);
        admin.create(
                nodes,
                ControllerBench.tree(
                        "{'apiVersion': 'v1', 'kind': 'Node', 'metadata': {'name': 'n1',"
                                + " 'annotations': {'pinisi.io/agent-address': '127.0.0.1'}}}"),
                WriteOptions.PLAIN);
        admin.patch(
                nodes.named("n1").sub("status"),
                PatchType.MERGE,
                ControllerBench.tree(
                        "{'status': {'daemonEndpoints': {'kubeletEndpoint': {'Port': %d}}}}"
                                .formatted(agent.port())),
                WriteOptions.PLAIN);
    }

    private static void await(String what, BooleanSupplier condition) {
        Await.until(
                what,
                Duration.ofSeconds(60),
                condition::getAsBoolean,
                () -> CLUSTER.admin().list(SCALERS, ListOptions.ALL).items());
    }

    @Test
    void usageAboveTheTargetMakesMoreReplicas() {
        ApiClient admin = CLUSTER.admin();
        await(
                "the default service account",
                () ->
                        admin.find(
                                        ResourcePath.of(
                                                Resources.SERVICE_ACCOUNTS,
                                                ObjectKey.of("default", "default")))
                                .isPresent());
        admin.create(
                SETS,
                ControllerBench.tree(
                        "{'apiVersion': 'apps/v1', 'kind': 'ReplicaSet', 'metadata': {'name':"
                            + " 'web'}, 'spec': {'replicas': 1, 'selector': {'matchLabels': {'app':"
                            + " 'web'}}, 'template': {'metadata': {'labels': {'app': 'web'}},"
                            + " 'spec': {'nodeName': 'n1', 'containers': [{'name': 'main', 'image':"
                            + " 'x', 'resources': {'requests': {'memory': '100Mi'}}}]}}}}"),
                WriteOptions.PLAIN);
        await("a pod", () -> admin.list(PODS, ListOptions.ALL).items().size() == 1);
        addNode();
        ResourcePath usage = ResourcePath.all(Resources.POD_METRICS).in("default");
        await("its usage", () -> admin.list(usage, ListOptions.ALL).items().size() == 1);
        admin.create(
                SCALERS,
                ControllerBench.tree(
                        "{'apiVersion': 'autoscaling/v2', 'kind': 'HorizontalPodAutoscaler',"
                            + " 'metadata': {'name': 'web'}, 'spec': {'maxReplicas': 2,"
                            + " 'scaleTargetRef': {'apiVersion': 'apps/v1', 'kind': 'ReplicaSet',"
                            + " 'name': 'web'}, 'metrics': [{'type': 'Resource', 'resource':"
                            + " {'name': 'memory', 'target': {'type': 'Utilization',"
                            + " 'averageUtilization': 50}}}]}}"),
                WriteOptions.PLAIN);
        await("two pods", () -> admin.list(PODS, ListOptions.ALL).items().size() == 2);
        await("a status that says by what", () -> isScaled(status()));
        await("the event", AutoscalerIT::isToldOf);
    }

    private static boolean isScaled(ObjectNode status) {
        return status.path("desiredReplicas").asInt(0) == 2
                && Conditions.isTrue(status, "AbleToScale")
                && Conditions.isTrue(status, "ScalingActive")
                && status.at("/currentMetrics/0/resource/current/averageUtilization").asInt(0)
                        == 96;
    }

    private static ObjectNode status() {
        return CLUSTER.admin().get(SCALERS.named("web")).withObject("status");
    }

    private static boolean isToldOf() {
        return CLUSTER
                .admin()
                .list(ResourcePath.all(Resources.EVENTS).in("default"), ListOptions.ALL)
                .items()
                .stream()
                .anyMatch(
                        event ->
                                event.path("message")
                                        .asString("")
                                        .equals(
                                                "New size: 2; reason: memory resource utilization"
                                                        + " (percentage of request) above target"));
    }
}
