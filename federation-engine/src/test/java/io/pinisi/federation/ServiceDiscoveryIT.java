package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.SERVICES;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;

import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.discovery.ServiceReach;
import io.pinisi.federation.discovery.ServiceReach.Fault;
import io.pinisi.federation.discovery.ServiceReach.Intake;
import io.pinisi.federation.discovery.ServiceReach.Leg;
import io.pinisi.federation.discovery.ServiceReach.Offer;
import io.pinisi.federation.fleet.FleetView;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.TestCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
        scene.awaitIn(
                "flores",
                imported,
                object ->
                        object.at("/status/clusters/0/cluster").asString("").equals("bali")
                                && object.at("/spec/ips/0")
                                        .equals(
                                                scene.in("flores")
                                                        .get(derived)
                                                        .at("/spec/clusterIP")));
        merge(
                scene.in("bali"),
                ResourcePath.of(SLICES, ObjectKey.of(namespace, "web-1")),
                "endpoints: [{addresses: [10.1.2.4]}]");
        awaitAddresses("flores", namespace, "derived-web", List.of("10.1.2.4"));
        awaitReach(
                namespace,
                "one leg carries all",
                reach ->
                        reach.faults().equals(Set.of(Fault.ONE_LEGGED))
                                && reach.dnsName()
                                        .equals("web." + namespace + ".svc.clusterset.local")
                                && leg(reach, "bali").offer() == Offer.EXPORTED
                                && leg(reach, "bali").readyEndpoints() == 1
                                && leg(reach, "flores").offer() == Offer.NONE
                                && leg(reach, "flores").intake() == Intake.IMPORTED
                                && leg(reach, "flores").carried().equals(Map.of("bali", 1)));
        scene.hub().delete(export, null);
        scene.awaitGone("flores", derived);
        scene.awaitGone("flores", imported);
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
        awaitReach(
                namespace,
                "what a lost cluster offered is withheld",
                reach ->
                        reach.faults().containsAll(Set.of(Fault.NOT_EXPORTED, Fault.STALE))
                                && leg(reach, "bali").offer() == Offer.WITHHELD
                                && leg(reach, "flores").carried().isEmpty());
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

    @Test
    void anExportThatAMemberMadeItselfIsImportedByTheOthers() {
        String namespace = exporting("own");
        ResourcePath export =
                ResourcePath.of(FederationKinds.SERVICE_EXPORTS, ObjectKey.of(namespace, "web"));
        ResourcePath imported =
                ResourcePath.of(FederationKinds.SERVICE_IMPORTS, ObjectKey.of(namespace, "web"));
        Await.until(
                "bali serves the kind",
                Duration.ofSeconds(60),
                () -> serves("bali", namespace),
                () -> "not yet");
        scene.in("bali")
                .create(
                        ResourcePath.all(FederationKinds.SERVICE_EXPORTS).in(namespace),
                        yaml(
                                """
                                apiVersion: multicluster.x-k8s.io/v1beta1
                                kind: ServiceExport
                                metadata: {name: web}
                                spec: {exportedLabels: {tier: front}}
                                """),
                        WriteOptions.PLAIN);
        awaitAddresses("flores", namespace, "derived-web", List.of("10.1.2.3"));
        scene.awaitIn(
                "flores",
                imported,
                object -> object.at("/metadata/labels/tier").asString("").equals("front"));
        scene.awaitIn(
                "bali",
                export,
                object ->
                        Conditions.isTrue(object.path("status"), "Valid")
                                && Conditions.isTrue(object.path("status"), "Ready"));
        scene.awaitHub("everyone sees it", imported, object -> true);
        scene.in("bali").delete(export, null);
        scene.awaitGone("flores", imported);
        awaitAddresses("flores", namespace, "derived-web", List.of());
    }

    private static boolean serves(String cluster, String namespace) {
        try {
            scene.in(cluster)
                    .list(
                            ResourcePath.all(FederationKinds.SERVICE_EXPORTS).in(namespace),
                            ListOptions.ALL);
            return true;
        } catch (ApiException e) {
            return false;
        }
    }

    private static void awaitReach(
            String namespace, String what, Predicate<ServiceReach> expected) {
        FleetView view = scene.federation().fleet().as(scene.hub(), TestCluster.ADMIN);
        Await.until(
                what,
                Duration.ofSeconds(60),
                () -> reach(view, namespace).filter(expected).isPresent(),
                () -> reach(view, namespace));
    }

    private static Optional<ServiceReach> reach(FleetView view, String namespace) {
        return view.services().stream()
                .filter(one -> namespace.equals(one.service().namespace()))
                .findFirst();
    }

    private static Leg leg(ServiceReach reach, String cluster) {
        return reach.legs().stream()
                .filter(leg -> leg.cluster().equals(cluster))
                .findFirst()
                .orElseThrow();
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
