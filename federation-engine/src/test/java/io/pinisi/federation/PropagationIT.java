package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.CONFIG_MAPS;
import static io.pinisi.federation.testing.Scenario.await;
import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.image;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** One object from the hub into members and out again, and what others do to it there. */
final class PropagationIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void aDeploymentGoesThroughItsWholeLife() {
        String namespace = scene.namespace("life");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali, flores]}}");
        ResourcePath web = scene.create(deployment(namespace, "web", 2));
        scene.awaitRolledOut(web, 4);
        assertTrue(scene.binding(namespace, "web-deployment").isPresent());

        merge(scene.hub(), web.sub("scale"), "spec: {replicas: 3}");
        for (String cluster : List.of("bali", "flores")) {
            scene.awaitIn(
                    cluster, web, object -> object.path("spec").path("replicas").asInt() == 3);
        }
        scene.awaitRolledOut(web, 6);

        scene.hub()
                .patch(
                        web,
                        PatchType.STRATEGIC,
                        yaml(
                                "spec: {template: {spec: {containers: [{name: web, image:"
                                        + " 'demo:2'}]}}}"),
                        WriteOptions.PLAIN);
        scene.awaitIn("bali", web, object -> image(object).equals("demo:2"));
        scene.awaitIn("flores", web, object -> image(object).equals("demo:2"));
        scene.awaitRolledOut(web, 6);

        scene.hub().delete(web, null);
        scene.awaitGone("bali", web);
        scene.awaitGone("flores", web);
        Await.until(
                "the binding is gone",
                SOON,
                () -> scene.binding(namespace, "web-deployment").isEmpty(),
                () -> scene.binding(namespace, "web-deployment"));
    }

    @Test
    void replicasAreDividedByWeight() {
        String namespace = scene.namespace("divided");
        scene.policy(
                namespace,
                """
                placement:
                  replicaScheduling:
                    replicaSchedulingType: Divided
                    replicaDivisionPreference: Weighted
                    weightPreference:
                      staticWeightList:
                      - {targetCluster: {clusterNames: [bali]}, weight: 2}
                      - {targetCluster: {clusterNames: [flores]}, weight: 1}
                """);
        ResourcePath web = scene.create(deployment(namespace, "web", 3));
        scene.awaitIn("bali", web, object -> object.path("spec").path("replicas").asInt() == 2);
        scene.awaitIn("flores", web, object -> object.path("spec").path("replicas").asInt() == 1);
        scene.awaitRolledOut(web, 3);
    }

    @Test
    void aFieldChangedInAMemberIsPutRightAndTold() {
        String namespace = scene.namespace("drift");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> colour(object).equals("blue"));
        scene.sea()
                .member("bali")
                .admin()
                .patch(
                        settings,
                        PatchType.MERGE,
                        yaml("data: {colour: red}"),
                        WriteOptions.by("mischief"));
        scene.awaitIn("bali", settings, object -> colour(object).equals("blue"));
        Await.until(
                "an event names who and what",
                SOON,
                () ->
                        scene.events(namespace).stream()
                                .anyMatch(
                                        event ->
                                                event.contains("data.colour")
                                                        && event.contains("mischief")
                                                        && event.contains("bali")),
                () -> scene.events(namespace));
    }

    @Test
    void anObjectDeletedInAMemberComesBack() {
        String namespace = scene.namespace("vanish");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [flores]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("flores", settings, object -> true);
        String first = Metadata.uid(scene.in("flores").get(settings));
        scene.in("flores").delete(settings, null);
        scene.awaitIn("flores", settings, object -> !Metadata.uid(object).equals(first));
    }

    @Test
    void whatIsThereAlreadyIsOnlyTakenOverWhenThePolicySaysSo() {
        String namespace = scene.namespace("conflict");
        ApiClient bali = scene.in("bali");
        bali.create(
                ResourcePath.all(GroupVersionResource.of("v1", "namespaces")),
                yaml("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}"),
                WriteOptions.PLAIN);
        ObjectNode foreign = configMap(namespace, "settings", "colour: theirs");
        bali.create(ResourcePath.all(CONFIG_MAPS).in(namespace), foreign, WriteOptions.PLAIN);
        ResourcePath policy =
                scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: ours"));
        await(
                "the refusal shows",
                scene.hub(),
                bindingPath(namespace, "settings-configmap"),
                object -> object.path("status").toString().contains("is not ours"));
        assertEquals("theirs", colour(bali.get(settings)));
        merge(scene.hub(), policy, "spec: {conflictResolution: Overwrite}");
        scene.awaitIn("bali", settings, object -> colour(object).equals("ours"));
    }

    @Test
    void withdrawingAClusterFromThePolicyRemovesTheCopy() {
        String namespace = scene.namespace("moved");
        ResourcePath policy =
                scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali]}}");
        ResourcePath settings = scene.create(configMap(namespace, "settings", "colour: blue"));
        scene.awaitIn("bali", settings, object -> true);
        merge(
                scene.hub(),
                policy,
                "spec: {placement: {clusterAffinity: {clusterNames: [flores]}}}");
        scene.awaitIn("flores", settings, object -> true);
        scene.awaitGone("bali", settings);
        scene.hub().delete(policy, null);
        merge(scene.hub(), settings, "data: {colour: green}");
        scene.awaitIn("flores", settings, object -> colour(object).equals("green"));
    }
}
