package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.SERVICES;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.ingress.IngressAddress;
import io.pinisi.cluster.ingress.gateway.Gateway;
import io.pinisi.cluster.ingress.gateway.GatewayLimits;
import io.pinisi.cluster.ingress.gateway.Identity;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.pki.Credential;
import io.pinisi.cluster.pki.Pki;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.ingress.FederatedIngress;
import io.pinisi.federation.ingress.Place;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One address in front of three clusters, whose endpoints are servers on loopback. */
final class MultiClusterIngressIT {
    private static final GroupVersionResource SLICES =
            GroupVersionResource.of("discovery.k8s.io/v1", "endpointslices");
    private static final Map<String, String> ADDRESSES =
            Map.of("bali", "10.1.2.3", "flores", "10.2.2.3", "lombok", "10.3.2.3");
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores", "lombok");

    @TempDir static Path folder;
    private static final List<AutoCloseable> parts = new ArrayList<>();
    private static int port;

    @BeforeAll
    static void serve() throws IOException, InterruptedException {
        Map<String, InetSocketAddress> servers = new HashMap<>();
        for (Map.Entry<String, String> each : ADDRESSES.entrySet()) {
            servers.put(each.getValue(), server(each.getKey()));
        }
        Credential own =
                Pki.open(folder, "gateway", InstantSource.system())
                        .serverCredential(Set.of("gateway"));
        Gateway gateway =
                Gateway.start(
                        new Gateway.Listen(
                                "127.0.0.1",
                                0,
                                0,
                                new Identity(List.of(own.certificate()), own.key())),
                        GatewayLimits.STANDARD,
                        target ->
                                servers.getOrDefault(
                                        target.address(),
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)),
                        InstantSource.system());
        parts.add(gateway);
        port = gateway.httpPort();
        parts.add(
                FederatedIngress.start(
                        scene.sea().asEngine(),
                        scene.federation().services(),
                        new FederatedIngress.Site(
                                gateway,
                                new IngressAddress("127.0.0.1", List.of(port)),
                                new Place("", Set.of())),
                        InstantSource.system(),
                        SOON));
    }

    private static InetSocketAddress server(String cluster) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    byte[] name = cluster.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, name.length);
                    exchange.getResponseBody().write(name);
                    exchange.close();
                });
        server.start();
        parts.add(() -> server.stop(0));
        return server.getAddress();
    }

    @AfterAll
    static void end() throws Exception {
        for (AutoCloseable part : parts.reversed()) {
            part.close();
        }
    }

    /** A namespace with the service in all three. */
    private static String offering(String name) {
        String namespace = scene.namespace(name);
        scene.policy(
                namespace, "placement: {clusterAffinity: {clusterNames: [bali, flores, lombok]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        ADDRESSES.forEach(
                (cluster, address) -> {
                    scene.awaitIn(cluster, settings, object -> true);
                    scene.in(cluster)
                            .create(
                                    ResourcePath.all(SERVICES).in(namespace),
                                    yaml(
                                            "{apiVersion: v1, kind: Service, metadata: {name: web},"
                                                    + " spec: {ports: [{name: http, port: 80}]}}"),
                                    WriteOptions.PLAIN);
                    scene.in(cluster)
                            .create(
                                    ResourcePath.all(SLICES).in(namespace),
                                    yaml(
                                            """
                                            apiVersion: discovery.k8s.io/v1
                                            kind: EndpointSlice
                                            metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
                                            addressType: IPv4
                                            ports: [{name: http, port: 8080}]
                                            endpoints: [{addresses: [%s]}]
                                            """
                                                    .formatted(address)),
                                    WriteOptions.PLAIN);
                });
        return namespace;
    }

    private static ResourcePath ingress(String namespace, String annotations) {
        ResourcePath all = ResourcePath.all(FederationKinds.MULTI_CLUSTER_INGRESSES).in(namespace);
        scene.hub()
                .create(
                        all,
                        yaml(
                                """
                                apiVersion: networking.karmada.io/v1alpha1
                                kind: MultiClusterIngress
                                metadata: {name: web, annotations: %s}
                                spec:
                                  rules:
                                  - http:
                                      paths:
                                      - {path: /%s, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}
                                """
                                        .formatted(annotations, namespace)),
                        WriteOptions.PLAIN);
        return all.named("web");
    }

    private static String ask(String namespace) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + namespace))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, Integer> ask(String namespace, int times) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < times; i++) {
            counts.merge(ask(namespace), 1, Integer::sum);
        }
        return counts;
    }

    private static void awaitClusters(ResourcePath ingress, String... clusters) {
        List<String> wanted = List.of(clusters);
        Await.until(
                "served by " + wanted,
                SOON,
                () -> serving(ingress).equals(wanted),
                () -> scene.hub().get(ingress).path("status"));
    }

    private static List<String> serving(ResourcePath ingress) {
        List<String> names = new ArrayList<>();
        JsonNode status = scene.hub().get(ingress).path("status");
        status.at("/serviceLocations/0/clusters").forEach(name -> names.add(name.asString()));
        return names;
    }

    @Test
    void requestsAreSharedByWeightAndALostClusterGetsNone() {
        String namespace = offering("weights");
        ResourcePath ingress =
                ingress(namespace, "{networking.pinisi.io/weights: 'bali=2, flores=1, lombok=1'}");
        awaitClusters(ingress, "bali", "flores", "lombok");
        Map<String, Integer> counts = ask(namespace, 40);
        assertShare(20, counts, "bali");
        assertShare(10, counts, "flores");
        assertShare(10, counts, "lombok");
        JsonNode status = scene.hub().get(ingress).path("status");
        assertEquals("127.0.0.1", status.at("/loadBalancer/ingress/0/ip").asString());
        assertTrue(Conditions.isTrue(status, "Ready"), status::toString);

        scene.sea().member("bali").stop();
        scene.awaitNotReady("bali");
        awaitClusters(ingress, "flores", "lombok");
        counts = ask(namespace, 20);
        assertShare(0, counts, "bali");
        assertShare(10, counts, "flores");
        status = scene.hub().get(ingress).path("status");
        assertEquals("bali", status.at("/trafficBlockClusters/0").asString());
        assertEquals("ClusterNotReady", status.at("/clusters/0/reason").asString());

        scene.sea().member("bali").start().startControllers();
        awaitClusters(ingress, "bali", "flores", "lombok");
        assertShare(20, ask(namespace, 40), "bali");
    }

    /** Exact but for where in the turn the counting begins. */
    private static void assertShare(int expected, Map<String, Integer> counts, String cluster) {
        int count = counts.getOrDefault(cluster, 0);
        int slack = expected == 0 ? 0 : 2;
        assertTrue(Math.abs(count - expected) <= slack, () -> cluster + " in " + counts);
    }

    @Test
    void weightsThatMakeNoSenseAreRefusedByTheirField() {
        String namespace = scene.namespace("refused");
        for (String weights : List.of("bali=x", "bali", "bali=1,bali=2", "bali=0", "=1")) {
            ApiException refusal =
                    assertThrows(
                            ApiException.class,
                            () ->
                                    ingress(
                                            namespace,
                                            "{networking.pinisi.io/weights: '%s'}"
                                                    .formatted(weights)));
            assertEquals(Reason.INVALID, refusal.reason());
            assertTrue(
                    String.valueOf(refusal.getMessage())
                            .contains("metadata.annotations[networking.pinisi.io/weights]"),
                    refusal.getMessage());
        }
    }

    @Test
    void aServiceThatNoClusterHasIsToldAndAnsweredWith503() {
        String namespace = scene.namespace("nowhere");
        ResourcePath ingress = ingress(namespace, "{}");
        scene.awaitHub(
                "it is told",
                ingress,
                object ->
                        object.at("/status/conditions/0/reason")
                                .asString("")
                                .equals("NoEndpoints"));
        String answer = ask(namespace);
        assertTrue(answer.contains("no cluster has the service"), answer);
    }
}
