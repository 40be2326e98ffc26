package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.await;
import static io.pinisi.federation.testing.Scenario.bindingPath;
import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static io.pinisi.federation.testing.Scenario.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Members and engine that are away for a while, and what they come back to. */
final class OutageIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void aStoppedMemberCatchesUpAndNothingIsForgotten() {
        String namespace = scene.namespace("stopped");
        scene.policy(namespace, "placement: {clusterAffinity: {clusterNames: [bali, flores]}}");
        ResourcePath kept = scene.create(configMap(namespace, "kept", "colour: blue"));
        ResourcePath gone = scene.create(configMap(namespace, "gone", "colour: blue"));
        for (String cluster : List.of("bali", "flores")) {
            scene.awaitIn(cluster, kept, object -> true);
            scene.awaitIn(cluster, gone, object -> true);
        }
        scene.sea().member("flores").stop();
        await(
                "flores is noticed",
                scene.hub(),
                cluster("flores"),
                object -> !Conditions.isTrue(object.path("status"), "Ready"));
        merge(scene.hub(), kept, "data: {colour: green}");
        scene.hub().delete(gone, null);
        scene.awaitIn("bali", kept, object -> colour(object).equals("green"));
        scene.awaitGone("bali", gone);
        assertTrue(scene.binding(namespace, "gone-configmap").isPresent(), "the tombstone waits");
        await(
                "unknown since",
                scene.hub(),
                bindingPath(namespace, "kept-configmap"),
                object -> object.path("status").toString().contains("unknown since"));
        scene.sea().member("flores").start().startControllers();
        scene.awaitIn("flores", kept, object -> colour(object).equals("green"));
        scene.awaitGone("flores", gone);
        Await.until(
                "the tombstone is done",
                SOON,
                () -> scene.binding(namespace, "gone-configmap").isEmpty(),
                () -> scene.binding(namespace, "gone-configmap"));
    }

    @Test
    void anEngineThatWasAwayDeletesOnlyWhatWasDeleted() throws InterruptedException {
        String namespace = scene.namespace("restart");
        scene.policy(
                namespace,
                "propagateDeps: true\nplacement: {clusterAffinity: {clusterNames: [bali]}}",
                "{apiVersion: apps/v1, kind: Deployment}");
        ResourcePath needed = scene.create(configMap(namespace, "needed", "colour: blue"));
        ObjectNode user = deployment(namespace, "user", 1);
        ((ObjectNode) user.at("/spec/template/spec/containers/0"))
                .set("envFrom", yaml("list: [{configMapRef: {name: needed}}]").path("list"));
        ResourcePath web = scene.create(user);
        ResourcePath doomed = scene.create(deployment(namespace, "doomed", 1));
        scene.awaitIn("bali", needed, object -> true);
        scene.awaitIn("bali", doomed, object -> true);
        String uid = Metadata.uid(scene.in("bali").get(needed));
        scene.sea().stopEngine();
        scene.hub().delete(doomed, null);
        scene.sea().federate();
        scene.awaitGone("bali", doomed);
        scene.awaitRolledOut(web, 1);
        assertEquals(uid, Metadata.uid(scene.in("bali").get(needed)));
        scene.hub().delete(web, null);
        scene.awaitGone("bali", web);
        scene.awaitGone("bali", needed);
        assertTrue(scene.hub().find(needed).isPresent(), "the hub keeps its own");
    }
}
