package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** What a namespace may ask for in all clusters together. */
final class FederatedQuotaIT {
    private static final String DUPLICATED =
            "placement: {clusterAffinity: {clusterNames: [bali, flores]}}";

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    private static ResourcePath quota(String namespace, String spec) {
        ResourcePath all = ResourcePath.all(FederationKinds.FEDERATED_QUOTAS).in(namespace);
        scene.hub()
                .create(
                        all,
                        yaml(
                                "{apiVersion: policy.karmada.io/v1alpha1, kind:"
                                        + " FederatedResourceQuota, metadata: {name: all}, spec: "
                                        + spec
                                        + "}"),
                        WriteOptions.PLAIN);
        return all.named("all");
    }

    private static ObjectNode asking(String namespace, String name, int replicas) {
        ObjectNode deployment = deployment(namespace, name, replicas);
        ObjectNode container = (ObjectNode) deployment.at("/spec/template/spec/containers/0");
        container.set("resources", yaml("{requests: {cpu: 1}}"));
        return deployment;
    }

    private static void awaitRefused(String namespace, String binding) {
        scene.awaitHub(
                binding + " is refused",
                bindingPath(namespace, binding),
                object ->
                        Conditions.find(object.path("status"), "Scheduled")
                                .filter(
                                        one ->
                                                one.path("status").asString("").equals("False")
                                                        && one.path("message")
                                                                .asString("")
                                                                .contains("federated quota all"))
                                .isPresent());
    }

    @Test
    void whatGoesBeyondTheWholeIsRefusedAndKeepsWhatItHad() {
        String namespace = scene.namespace("bounded");
        ResourcePath quota = quota(namespace, "{overall: {cpu: 4}}");
        scene.policy(namespace, DUPLICATED);
        ResourcePath web = scene.create(asking(namespace, "web", 1));
        scene.awaitRolledOut(web, 2);
        merge(scene.hub(), web, "spec: {replicas: 3}");
        awaitRefused(namespace, "web-deployment");
        ResourcePath late = scene.create(asking(namespace, "late", 2));
        awaitRefused(namespace, "late-deployment");
        assertEquals(1, scene.in("bali").get(web).at("/spec/replicas").asInt());
        assertTrue(scene.in("bali").find(late).isEmpty());
        scene.awaitHub(
                "it is told",
                quota,
                object ->
                        object.at("/status/overallUsed/cpu").asString("").equals("2")
                                && object.at("/status/overall/cpu").asString("").equals("4"));
        merge(scene.hub(), quota, "spec: {overall: {cpu: 10}}");
        scene.awaitIn("bali", web, object -> object.at("/spec/replicas").asInt() == 3);
        scene.awaitIn("flores", late, object -> object.at("/spec/replicas").asInt() == 2);
    }

    @Test
    void partsAreHeldByTheClustersTheyAreAssignedTo() {
        String namespace = scene.namespace("parts");
        ResourcePath quota =
                quota(
                        namespace,
                        "{overall: {cpu: 4}, staticAssignments: [{clusterName: bali, hard: {cpu:"
                                + " 3}}, {clusterName: flores, hard: {cpu: 1}}]}");
        ResourcePath part =
                ResourcePath.of(
                        GroupVersionResource.of("v1", "resourcequotas"),
                        ObjectKey.of(namespace, "all"));
        scene.awaitIn("bali", part, object -> object.at("/spec/hard/cpu").asInt() == 3);
        scene.awaitIn("flores", part, object -> object.at("/spec/hard/cpu").asInt() == 1);
        scene.awaitHub(
                "the parts are reported",
                quota,
                object ->
                        object.at("/status/aggregatedStatus/0/hard/cpu").asString("").equals("3")
                                && object.at("/status/aggregatedStatus/1/used/cpu")
                                        .asString("")
                                        .equals("0"));
        merge(
                scene.hub(),
                quota,
                "spec: {staticAssignments: [{clusterName: bali, hard: {cpu: 2}}]}");
        scene.awaitGone("flores", part);
        scene.awaitIn("bali", part, object -> object.at("/spec/hard/cpu").asInt() == 2);
        scene.hub().delete(quota, null);
        scene.awaitGone("bali", part);
    }

    @Test
    void partsAreNotMoreThanTheWhole() {
        String namespace = scene.namespace("greedy");
        ApiException refusal =
                assertThrows(
                        ApiException.class,
                        () ->
                                quota(
                                        namespace,
                                        "{overall: {cpu: 4}, staticAssignments: [{clusterName:"
                                            + " bali, hard: {cpu: 3}}, {clusterName: flores, hard:"
                                            + " {cpu: 2}}]}"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("less than 5"));
    }
}
