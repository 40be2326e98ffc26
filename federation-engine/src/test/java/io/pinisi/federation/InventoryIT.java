package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.await;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.access.EngineAccess;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.membership.Members;
import io.pinisi.federation.membership.Unjoin;
import io.pinisi.federation.testing.Scenario;
import io.pinisi.federation.testing.TestCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What tools that know nothing of Karmada are told of the members. */
final class InventoryIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Scenario scene = Scenario.of("bali").beside("timor", "sumba");

    @Test
    void everyMemberHasAProfileThatSaysHowItIs() {
        await(
                "bali's profile",
                scene.hub(),
                profile("bali"),
                object ->
                        Conditions.isTrue(object.path("status"), "ControlPlaneHealthy")
                                && Conditions.isTrue(object.path("status"), "Joined")
                                && !property(object, "pinisi.io/nodes").isEmpty()
                                && property(object, "cluster.clusterset.k8s.io")
                                        .equals(uid("bali")));
        ObjectNode bali = scene.hub().get(profile("bali"));
        assertEquals("pinisi", bali.at("/spec/clusterManager/name").asString());
        assertEquals("pinisi", Metadata.of(bali).label("x-k8s.io/cluster-manager"));
        assertEquals(
                uid("bali"), Metadata.of(bali).label("multicluster.x-k8s.io/inventory-member-id"));
        assertEquals(
                scene.hub().get(Scenario.cluster("bali")).at("/status/kubernetesVersion"),
                bali.at("/status/version/kubernetes"));
    }

    @Test
    void aMemberIsToldWhoItIsUntilItLeaves() {
        ApiClient timor = join("timor").admin();
        await(
                "its id",
                timor,
                about("cluster.clusterset.k8s.io"),
                object -> value(object).equals(uid("timor")));
        await(
                "its set",
                timor,
                about("clusterset.k8s.io"),
                object -> value(object).equals("pinisi"));
        scene.federation().members().leave(scene.hub(), "timor", Unjoin.KEEP);
        Await.until(
                "timor has left",
                SOON,
                () -> scene.hub().find(Scenario.cluster("timor")).isEmpty(),
                () -> scene.hub().find(Scenario.cluster("timor")));
        assertEquals(uid("timor"), value(timor.get(about("cluster.clusterset.k8s.io"))));
        assertEquals(true, timor.find(about("clusterset.k8s.io")).isEmpty(), "it left the set");
    }

    @Test
    void theIdThatAClusterHasAlreadyIsItsIdHere() {
        ApiClient sumba = scene.sea().member("sumba").admin();
        sumba.create(
                ResourcePath.all(
                        GroupVersionResource.of(
                                "apiextensions.k8s.io/v1", "customresourcedefinitions")),
                FederationKinds.clusterProperty(),
                WriteOptions.PLAIN);
        ObjectNode property =
                Json.object()
                        .put("apiVersion", "about.k8s.io/v1beta1")
                        .put("kind", "ClusterProperty");
        property.putObject("metadata").put("name", "cluster.clusterset.k8s.io");
        property.putObject("spec").put("value", "sumba-of-old");
        Await.until(
                "the kind is served",
                SOON,
                () -> sumba.find(ResourcePath.all(FederationKinds.CLUSTER_PROPERTIES)).isPresent(),
                () -> "not served");
        sumba.create(
                ResourcePath.all(FederationKinds.CLUSTER_PROPERTIES), property, WriteOptions.PLAIN);
        join("sumba");
        assertEquals(
                "sumba-of-old",
                scene.hub().get(Scenario.cluster("sumba")).at("/spec/id").asString());
    }

    @Test
    void nodesAreCountedByTheGradesOfTheCluster() {
        ResourcePath nodes = ResourcePath.all(GroupVersionResource.of("v1", "nodes"));
        ApiClient bali = scene.in("bali");
        bali.create(
                nodes,
                yaml("{apiVersion: v1, kind: Node, metadata: {name: n1}}"),
                WriteOptions.PLAIN);
        bali.patch(
                nodes.named("n1").sub("status"),
                PatchType.MERGE,
                yaml(
                        """
                        status:
                          allocatable: {cpu: '8', memory: 32Gi, pods: '20'}
                          conditions: [{type: Ready, status: 'True'}]
                        """),
                WriteOptions.PLAIN);
        try {
            scene.hub()
                    .patch(
                            Scenario.cluster("bali"),
                            PatchType.MERGE,
                            yaml(
                                    """
                                    spec:
                                      resourceModels:
                                      - {grade: 0, ranges: [{name: cpu, min: 0, max: 4}]}
                                      - {grade: 1, ranges: [{name: cpu, min: 4, max: 99}]}
                                    """),
                            WriteOptions.PLAIN);
            await(
                    "the nodes of each grade",
                    scene.hub(),
                    Scenario.cluster("bali"),
                    object ->
                            object.at("/status/resourceSummary/allocatableModelings")
                                    .toString()
                                    .equals(
                                            "[{\"grade\":0,\"count\":0},{\"grade\":1,\"count\":1}]"));
        } finally {
            bali.delete(nodes.named("n1"), null);
        }
    }

    private static TestCluster join(String name) {
        TestCluster cluster = scene.sea().member(name);
        EngineAccess.prepareMember(cluster.admin());
        scene.federation()
                .members()
                .join(
                        scene.hub(),
                        Members.Join.of(
                                name, cluster.server().kubeconfig(name, EngineAccess.ENGINE)));
        scene.awaitReady(name);
        return cluster;
    }

    private static ResourcePath profile(String cluster) {
        return ResourcePath.all(FederationKinds.CLUSTER_PROFILES)
                .in("pinisi-system")
                .named(cluster);
    }

    private static ResourcePath about(String name) {
        return ResourcePath.all(FederationKinds.CLUSTER_PROPERTIES).named(name);
    }

    private static String uid(String cluster) {
        return Metadata.uid(
                scene.sea()
                        .member(cluster)
                        .admin()
                        .get(
                                ResourcePath.of(
                                        GroupVersionResource.of("v1", "namespaces"),
                                        ObjectKey.cluster("kube-system"))));
    }

    private static String value(JsonNode property) {
        return property.at("/spec/value").asString("");
    }

    private static String property(JsonNode profile, String name) {
        for (JsonNode property : profile.at("/status/properties")) {
            if (property.path("name").asString("").equals(name)) {
                return property.path("value").asString("");
            }
        }
        return "";
    }
}
