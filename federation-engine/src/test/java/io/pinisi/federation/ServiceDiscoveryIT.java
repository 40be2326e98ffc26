package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.SERVICES;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;

import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services that one member exports and others reach, and no longer than they are there. */
final class ServiceDiscoveryIT {
    private static final GroupVersionResource SLICES =
            GroupVersionResource.of("discovery.k8s.io/v1", "endpointslices");

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void anExportedServiceIsImportedWhereTheNamespaceIs() {
        String namespace = exporting("export");
        ResourcePath export =
                create(namespace, FederationKinds.SERVICE_EXPORTS, "ServiceExport", "{}");
        ResourcePath derived = ResourcePath.of(SERVICES, ObjectKey.of(namespace, "derived-web"));
        scene.awaitIn(
                "flores",
                derived,
                object ->
                        object.at("/spec/ports/0/port").asInt() == 80
                                && !object.path("spec").has("selector"));
        awaitAddresses("flores", namespace, "derived-web", List.of("10.1.2.3"));
        scene.awaitHub(
                "it is told",
                export,
                object ->
                        Conditions.isTrue(object.path("status"), "Valid")
                                && Conditions.isTrue(object.path("status"), "Ready")
                                && !Conditions.isTrue(object.path("status"), "Conflict"));
        ResourcePath imported =
                ResourcePath.of(FederationKinds.SERVICE_IMPORTS, ObjectKey.of(namespace, "web"));
        scene.awaitHub(
                "the import",
                imported,
                object ->
                        object.at("/status/clusters/0/cluster").asString("").equals("bali")
                                && object.at("/spec/type").asString("").equals("ClusterSetIP"));
        merge(
                scene.in("bali"),
                ResourcePath.of(SLICES, ObjectKey.of(namespace, "web-1")),
                "endpoints: [{addresses: [10.1.2.4]}]");
        awaitAddresses("flores", namespace, "derived-web", List.of("10.1.2.4"));
        scene.hub().delete(export, null);
        scene.awaitGone("flores", derived);
        awaitAddresses("flores", namespace, "derived-web", List.of());
        Await.until(
                "the import is gone",
                Duration.ofSeconds(60),
                () -> scene.hub().find(imported).isEmpty(),
                () -> scene.hub().find(imported));
    }

    @Test
    void endpointsOfALostClusterExpireAndComeBack() {
        String namespace = exporting("expire");
        create(
                namespace,
                FederationKinds.MULTI_CLUSTER_SERVICES,
                "MultiClusterService",
                "{types: [CrossCluster], providerClusters: [{name: bali}], consumerClusters:"
                        + " [{name: flores}]}");
        awaitAddresses("flores", namespace, "web", List.of("10.1.2.3"));
        scene.awaitIn(
                "flores",
                ResourcePath.of(SERVICES, ObjectKey.of(namespace, "web")),
                object -> true);
        scene.sea().member("bali").stop();
        scene.awaitNotReady("bali");
        awaitAddresses("flores", namespace, "web", List.of());
        scene.sea().member("bali").start().startControllers();
        awaitAddresses("flores", namespace, "web", List.of("10.1.2.3"));
        ResourcePath service =
                ResourcePath.of(
                        FederationKinds.MULTI_CLUSTER_SERVICES, ObjectKey.of(namespace, "web"));
        scene.awaitHub(
                "it is told",
                service,
                object -> Conditions.isTrue(object.path("status"), "EndpointSliceDispatched"));
    }

    /** A service with an endpoint in bali, and its namespace in flores too. */
    private static String exporting(String name) {
        String namespace = scene.namespace(name);
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [flores, bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("flores", settings, object -> true);
        scene.awaitIn("bali", settings, object -> true);
        scene.in("bali")
                .create(
                        ResourcePath.all(SERVICES).in(namespace),
                        yaml(
                                "{apiVersion: v1, kind: Service, metadata: {name: web}, spec:"
                                        + " {ports: [{name: http, port: 80}]}}"),
                        WriteOptions.PLAIN);
        scene.in("bali")
                .create(
                        ResourcePath.all(SLICES).in(namespace),
                        yaml(
                                """
                                apiVersion: discovery.k8s.io/v1
                                kind: EndpointSlice
                                metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
                                addressType: IPv4
                                ports: [{name: http, port: 8080}]
                                endpoints: [{addresses: [10.1.2.3]}]
                                """),
                        WriteOptions.PLAIN);
        return namespace;
    }

    private static ResourcePath create(
            String namespace, GroupVersionResource resource, String kind, String spec) {
        ResourcePath all = ResourcePath.all(resource).in(namespace);
        scene.hub()
                .create(
                        all,
                        yaml(
                                "{apiVersion: %s, kind: %s, metadata: {name: web}, spec: %s}"
                                        .formatted(resource.apiVersion(), kind, spec)),
                        WriteOptions.PLAIN);
        return all.named("web");
    }

    private static void awaitAddresses(
            String cluster, String namespace, String service, List<String> expected) {
        Await.until(
                service + " in " + cluster + " has " + expected,
                Duration.ofSeconds(60),
                () -> addresses(cluster, namespace, service).equals(expected),
                () -> addresses(cluster, namespace, service));
    }

    private static List<String> addresses(String cluster, String namespace, String service) {
        List<String> addresses = new ArrayList<>();
        scene.in(cluster)
                .list(
                        ResourcePath.all(SLICES).in(namespace),
                        ListOptions.ALL.labels("kubernetes.io/service-name=" + service))
                .items()
                .forEach(
                        slice ->
                                slice.path("endpoints")
                                        .forEach(
                                                endpoint ->
                                                        endpoint.path("addresses")
                                                                .forEach(
                                                                        a ->
                                                                                addresses.add(
                                                                                        a.asString(
                                                                                                "")))));
        return addresses;
    }
}
