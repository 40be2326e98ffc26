package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.network.address.Cidr;
import io.pinisi.cluster.network.address.ClusterNetwork;
import io.pinisi.cluster.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A whole cluster as `pinisi up` starts it, on nodes that only pretend to run containers. */
class SimulatedClusterIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ClusterNetwork NETWORK = new ClusterNetwork(Cidr.parse("10.99.0.0/16"));
    private static final ResourcePath DEPLOYMENTS =
            ResourcePath.all(GroupVersionResource.of("apps/v1", "deployments")).in("default");
    private static final ResourcePath DEPLOYMENT = DEPLOYMENTS.named("web");
    private static final ResourcePath PODS =
            ResourcePath.all(GroupVersionResource.of("v1", "pods")).in("default");

    @TempDir Path home;
    private Cluster cluster;
    private ApiClient admin;

    @BeforeEach
    void start() throws IOException {
        cluster =
                ClusterAssembly.start(
                        new ClusterOptions(
                                home,
                                "lombok",
                                Listening.loopback(0),
                                List.of("lombok-1", "lombok-2"),
                                2,
                                NodeOptions.RuntimeChoice.SIMULATED,
                                NETWORK,
                                null,
                                null,
                                List.of()));
        cluster.startNodes();
        admin = cluster.api().client(UserInfo.of("admin", UserInfo.MASTERS));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void runsADeploymentAndKeepsItOverARestart() throws IOException {
        admin.create(
                DEPLOYMENTS,
                yaml(
                        """
                        apiVersion: apps/v1
                        kind: Deployment
                        metadata: {name: web, namespace: default}
                        spec:
                          replicas: 4
                          selector: {matchLabels: {app: web}}
                          template:
                            metadata: {labels: {app: web}}
                            spec: {containers: [{name: web, image: 'web:1'}]}
                        """),
                WriteOptions.PLAIN);
        await(DEPLOYMENT, web -> web.path("status").path("availableReplicas").asInt() == 4);
        String uid = Metadata.uid(admin.get(DEPLOYMENT));

        stop();
        start();

        assertEquals(uid, Metadata.uid(admin.get(DEPLOYMENT)));
        await(DEPLOYMENT, web -> web.path("status").path("availableReplicas").asInt() == 4);
        assertEquals(4, admin.list(PODS, ListOptions.ALL).items().size());
    }

    @Test
    void nodesSayThatTheyAreSimulated() {
        ResourcePath node =
                ResourcePath.all(GroupVersionResource.of("v1", "nodes")).named("lombok-2");
        await(node, found -> Conditions.isTrue(found.path("status"), "Ready"));
        String runtime =
                Json.text(admin.get(node), "status", "nodeInfo", "containerRuntimeVersion");
        assertTrue(runtime != null && runtime.startsWith("simulated:"), () -> "was " + runtime);
    }

    @Test
    void workloadsFindTheApiServer() {
        ObjectNode service = admin.get(kubernetes("v1", "services"));
        assertEquals("10.99.128.1", Json.text(service, "spec", "clusterIP"));
        List<String> relays = List.of("10.99.192.2", "10.99.192.3");
        assertEquals(
                relays,
                admin.get(kubernetes("discovery.k8s.io/v1", "endpointslices"))
                        .path("endpoints")
                        .valueStream()
                        .map(endpoint -> endpoint.path("addresses").path(0).asString())
                        .toList());
        assertEquals(
                relays,
                admin.get(kubernetes("v1", "endpoints"))
                        .path("subsets")
                        .path(0)
                        .path("addresses")
                        .valueStream()
                        .map(address -> address.path("ip").asString())
                        .toList());
    }

    private static ResourcePath kubernetes(String apiVersion, String resource) {
        return ResourcePath.of(
                GroupVersionResource.of(apiVersion, resource), KubernetesService.KEY);
    }

    private static ObjectNode yaml(String text) {
        return Yaml.parse(text).getFirst();
    }

    private void await(ResourcePath path, Predicate<ObjectNode> wanted) {
        Await.until(
                path.toString(),
                SOON,
                () -> admin.find(path).filter(wanted).isPresent(),
                () -> admin.find(path));
    }
}
