package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.await;
import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Clusters that join and leave while the federation runs. */
final class MembershipIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Scenario scene = Scenario.of("bali").beside("timor", "sumba");

    @Test
    void aClusterTellsWhatItIs() {
        ObjectNode bali = scene.hub().get(cluster("bali"));
        assertTrue(
                bali.path("status").path("kubernetesVersion").asString("").startsWith("v1."),
                bali::toString);
        assertFalse(bali.path("status").path("apiEnablements").isEmpty());
        await("its id", scene.hub(), cluster("bali"), object -> object.path("spec").has("id"));
    }

    @Test
    void aClusterJoinedByItsKubeconfigGetsApplicationsAndKeepsThemWhenItLeaves() {
        String namespace = scene.namespace("joined");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [timor]}}");
        ResourcePath web = scene.create(deployment(namespace, "web", 2));
        scene.federation()
                .members()
                .join(scene.hub(), Members.Join.of("timor", narrowKubeconfig("timor")));
        scene.awaitReady("timor");
        scene.awaitRolledOut(web, 2);
        scene.federation().members().leave(scene.hub(), "timor", Unjoin.KEEP);
        awaitLeft("timor");
        assertTrue(scene.in("timor").find(web).isPresent(), "its objects stay");
        scene.awaitHub(
                "nothing runs it any more",
                bindingPath(namespace, "web-deployment"),
                object -> object.path("spec").path("clusters").isEmpty());
    }

    @Test
    void aClusterAppliedWithItsSecretJoinsAndIsCleanWhenItLeavesRemoving() {
        String namespace = scene.namespace("applied");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [sumba]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        apply(
                """
                apiVersion: v1
                kind: Secret
                metadata: {name: sumba, namespace: pinisi-system}
                stringData: {}
                """,
                narrowKubeconfig("sumba"));
        apply(
                """
                apiVersion: cluster.karmada.io/v1alpha1
                kind: Cluster
                metadata: {name: sumba, labels: {island: lesser}}
                spec:
                  syncMode: Push
                  region: east
                  secretRef: {namespace: pinisi-system, name: sumba}
                """,
                null);
        scene.awaitReady("sumba");
        scene.awaitIn("sumba", settings, object -> colour(object).equals("blue"));
        scene.federation().members().leave(scene.hub(), "sumba", Unjoin.REMOVE);
        awaitLeft("sumba");
        assertTrue(scene.in("sumba").find(settings).isEmpty(), "its objects went before it");
        assertTrue(
                scene.hub()
                        .find(
                                ResourcePath.of(
                                        GroupVersionResource.of("v1", "secrets"),
                                        ObjectKey.of("pinisi-system", "sumba")))
                        .isEmpty(),
                "its credentials went with it");
    }

    @Test
    void aMemberUnderAnotherNameIsRefused() {
        scene.awaitHub("its id", cluster("bali"), object -> object.path("spec").has("id"));
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                scene.federation()
                                        .members()
                                        .join(
                                                scene.hub(),
                                                Members.Join.of(
                                                        "again", narrowKubeconfig("bali"))));
        assertTrue(message(refusal).contains("a member already, as \"bali\""), message(refusal));
        assertTrue(scene.hub().find(cluster("again")).isEmpty());
    }

    @Test
    void aCredentialWithTooFewRightsIsRefusedAndSaysWhich() {
        String kubeconfig =
                scene.sea().member("timor").server().kubeconfig("timor", UserInfo.of("nobody"));
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                scene.federation()
                                        .members()
                                        .join(
                                                scene.hub(),
                                                Members.Join.of("powerless", kubeconfig)));
        assertTrue(message(refusal).contains("users.user"), message(refusal));
        assertTrue(scene.hub().find(cluster("powerless")).isEmpty());
    }

    private static String message(ApiException refusal) {
        return String.valueOf(refusal.getMessage());
    }

    private static void awaitLeft(String name) {
        Await.until(
                name + " has left",
                SOON,
                () -> scene.hub().find(cluster(name)).isEmpty(),
                () -> scene.hub().find(cluster(name)));
    }

    /** As the engine, with the rights that its manifest gives and no more. */
    private static String narrowKubeconfig(String name) {
        TestCluster stranger = scene.sea().member(name);
        EngineAccess.prepareMember(stranger.admin());
        return stranger.server().kubeconfig(name, EngineAccess.ENGINE);
    }

    private static void apply(String manifest, @Nullable String kubeconfig) {
        ObjectNode object = yaml(manifest);
        if (kubeconfig != null) {
            object.putObject("stringData").put("kubeconfig", kubeconfig);
        }
        GroupVersionResource resource =
                kubeconfig == null
                        ? FederationKinds.CLUSTERS
                        : GroupVersionResource.of("v1", "secrets");
        scene.hub()
                .apply(
                        ResourcePath.of(resource, Metadata.key(object)),
                        object,
                        WriteOptions.by("kubectl"));
    }
}
