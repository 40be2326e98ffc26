package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.DEPLOYMENTS;
import static io.pinisi.federation.testing.Scenario.SERVICES;
import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.merge;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/**
 * What users of Karmada learn it with, applied by a foreign client through the hub's own door:
 * manifests equal to its published samples, with the outcome that its guides promise.
 */
final class SamplesIT {
    private static final GroupVersionResource GUESTBOOKS =
            GroupVersionResource.of("webapp.my.domain/v1", "guestbooks");
    private static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");
    private static final GroupVersionResource SLICES =
            GroupVersionResource.of("discovery.k8s.io/v1", "endpointslices");
    private static final Duration SOON = Duration.ofMinutes(2);

    @RegisterExtension static final Scenario scene = Scenario.of("member1", "member2", "member3");

    private static @Nullable KubernetesClient client;

    @BeforeAll
    static void dial() {
        Config config = Config.fromKubeconfig(scene.sea().kubeconfig());
        config.setClientKeyAlgo("EC");
        config.setNamespace("default");
        client = new KubernetesClientBuilder().withConfig(config).build();
    }

    @AfterAll
    static void hangUp() {
        if (client != null) {
            client.close();
        }
    }

    private static void apply(String sample) throws IOException {
        try (InputStream manifests =
                Objects.requireNonNull(SamplesIT.class.getResourceAsStream("samples/" + sample))) {
            KubernetesClient dialled = client();
            List<HasMetadata> objects = dialled.load(manifests).items();
            objects.forEach(object -> dialled.resource(object).serverSideApply());
        }
    }

    private static ResourcePath deployment(String name) {
        return ResourcePath.of(DEPLOYMENTS, ObjectKey.of("default", name));
    }

    private static int replicas(ObjectNode deployment) {
        return deployment.at("/spec/replicas").asInt();
    }

    @Test
    void nginxIsSharedByTwoClustersEachWithItsOwnMarks() throws IOException {
        apply("nginx.yaml");
        ResourcePath nginx = deployment("nginx");
        scene.awaitIn(
                "member1",
                nginx,
                object -> {
                    var annotations = Metadata.of(object).annotations();
                    return replicas(object) == 1
                            && "skoala-stage".equals(annotations.get("env"))
                            && "sophia".equals(annotations.get("emma"))
                            && !annotations.containsKey("bom");
                });
        scene.awaitIn(
                "member2",
                nginx,
                object -> {
                    var labels = Metadata.of(object).labels();
                    return replicas(object) == 1
                            && "skoala-dev".equals(labels.get("env"))
                            && "skoala-stage".equals(labels.get("env-stat"))
                            && "test".equals(labels.get("bar"))
                            && !labels.containsKey("for");
                });
        scene.awaitRolledOut(nginx, 2);
    }

    @Test
    void aGuestbookTravelsWithItsDefinitionAndIsOverridden() throws IOException {
        apply("guestbook-crd.yaml");
        apply("guestbook.yaml");
        ResourcePath book =
                ResourcePath.of(GUESTBOOKS, ObjectKey.of("default", "guestbook-sample"));
        scene.awaitIn("member1", book, object -> object.at("/spec/size").asInt() == 2);
        apply("guestbook-override.yaml");
        scene.awaitIn(
                "member1",
                book,
                object ->
                        object.at("/spec/size").asInt() == 4
                                && "test".equals(Metadata.of(object).annotation("OverridePolicy")));
    }

    @Test
    void echoDiffersByOneVariable() throws IOException {
        apply("echo.yaml");
        awaitName("member1", "default");
        awaitName("member2", "override");
    }

    private static void awaitName(String cluster, String name) {
        scene.awaitIn(
                cluster,
                deployment("echo"),
                object ->
                        object.at("/spec/template/spec/containers/0/env/1/value")
                                .asString("")
                                .equals(name));
    }

    @Test
    void whatATaintDrivesOutOfOneClusterGoesToTheThird() throws IOException {
        apply("failover.yaml");
        ResourcePath survivor = deployment("survivor");
        scene.awaitRolledOut(survivor, 2);
        List<String> before = scene.clustersOf("default", "survivor-deployment");
        String lost = before.getFirst();
        merge(
                scene.hub(),
                cluster(lost),
                "spec: {taints: [{key: workload, value: rebuild, effect: NoExecute}]}");
        scene.awaitGone(lost, survivor);
        String third =
                List.of("member1", "member2", "member3").stream()
                        .filter(name -> !before.contains(name))
                        .findFirst()
                        .orElseThrow();
        scene.awaitIn(third, survivor, object -> replicas(object) == 1);
        scene.awaitRolledOut(survivor, 2);
        merge(scene.hub(), cluster(lost), "spec: {taints: null}");
    }

    @Test
    void aServiceOfOneClusterIsReachedFromOthers() throws IOException {
        apply("discovery-service.yaml");
        address("10.244.1.7");
        apply("discovery-export.yaml");
        apply("discovery-import.yaml");
        awaitAddress("member2", "derived-serve", "10.244.1.7");
        apply("multiclusterservice.yaml");
        awaitAddress("member3", "serve", "10.244.1.7");
    }

    @Test
    void anAutoscalerOfTheFederationIsHeldToLimitsThatAScheduleMoves() throws IOException {
        apply("federatedhpa.yaml");
        ResourcePath scaled = deployment("scaled");
        scene.awaitRolledOut(scaled, 1);
        apply("cronfederatedhpa.yaml");
        ResourcePath autoscaler =
                ResourcePath.of(FederationKinds.FEDERATED_HPAS, ObjectKey.of("default", "scaled"));
        scene.awaitHub(
                "the limit was moved",
                autoscaler,
                object -> object.at("/spec/minReplicas").asInt() == 6);
        scene.awaitIn("member1", scaled, object -> replicas(object) == 3);
        scene.awaitIn("member2", scaled, object -> replicas(object) == 3);
        scene.awaitRolledOut(scaled, 6);
        scene.awaitHub(
                "it is told",
                autoscaler,
                object ->
                        object.at("/status/desiredReplicas").asInt() == 6
                                && object.path("status").has("lastScaleTime"));
        scene.awaitHub(
                "the schedule keeps account",
                ResourcePath.of(
                        FederationKinds.CRON_FEDERATED_HPAS, ObjectKey.of("default", "scaled")),
                object ->
                        object.at(
                                                "/status/executionHistories/0/successfulExecutions/0/appliedMinReplicas")
                                        .asInt()
                                == 6);
        client().genericKubernetesResources("autoscaling.karmada.io/v1alpha1", "CronFederatedHPA")
                .inNamespace("default")
                .withName("scaled")
                .delete();
    }

    private static KubernetesClient client() {
        return Objects.requireNonNull(client);
    }

    /** Gives the pod what a node would give it. */
    private static void address(String address) {
        ResourcePath pods = ResourcePath.all(PODS).in("discovery");
        Await.until(
                "the pod runs",
                SOON,
                () -> scene.in("member1").list(pods, ListOptions.ALL).items().size() == 1,
                () -> scene.in("member1").find(ResourcePath.all(PODS).in("discovery")));
        ObjectNode pod = scene.in("member1").list(pods, ListOptions.ALL).items().getFirst();
        merge(
                scene.in("member1"),
                pods.named(Metadata.of(pod).name()).sub("status"),
                "status: {podIP: " + address + ", podIPs: [{ip: " + address + "}]}");
    }

    private static void awaitAddress(String cluster, String service, String address) {
        scene.awaitIn(
                cluster,
                ResourcePath.of(SERVICES, ObjectKey.of("discovery", service)),
                object -> object.at("/spec/ports/0/port").asInt() == 80);
        ResourcePath slices = ResourcePath.all(SLICES).in("discovery");
        ListOptions own = ListOptions.ALL.labels("kubernetes.io/service-name=" + service);
        Await.until(
                service + " in " + cluster + " leads to " + address,
                SOON,
                () ->
                        scene.in(cluster).list(slices, own).items().stream()
                                .anyMatch(slice -> slice.toString().contains(address)),
                () -> scene.in(cluster).list(slices, own).items());
    }
}
