package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.deployment;
import static io.pinisi.federation.testing.Scenario.merge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controller.view.Conditions;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.epoch.Fence;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Hubs and members that are not in the state, or at the time, that the other side takes for so. */
final class ReturnIT {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ResourcePath HOLD =
            ResourcePath.of(FederationKinds.DELETION_HOLDS, ObjectKey.cluster("flores"));

    @RegisterExtension static final Scenario scene = Scenario.of("bali", "flores");

    @Test
    void aHubFromAnOldBackupDeletesNothing() throws InterruptedException {
        String namespace = scene.namespace("old-hub");
        ResourcePath policy = scene.policy(namespace, in("bali"));
        ResourcePath first = scene.create(configMap(namespace, "first", "colour: blue"));
        scene.awaitIn("bali", first, object -> true);
        scene.sea().stopEngine();
        ObjectNode newer = mark("bali").deepCopy();
        ObjectNode data = newer.withObject("/data");
        String own = data.path("token").asString("");
        data.put("epoch", Long.toString(data.path("epoch").asLong(0) + 7)).put("token", "later");
        scene.in("bali").update(Fence.MARK, newer, WriteOptions.PLAIN);
        scene.sea().federate();
        scene.hub().delete(first, null);
        await("it says so", cluster("bali"), object -> holds(object, "Fenced"));
        assertTrue(scene.in("bali").find(first).isPresent(), "what the newer hub placed stays");
        assertEquals("later", mark("bali").at("/data/token").asString(""));
        ResourcePath second = scene.create(configMap(namespace, "second", "colour: blue"));
        merge(scene.hub(), policy, "spec: {" + in("bali, flores") + "}");
        scene.awaitIn("flores", second, object -> true);
        assertTrue(scene.in("bali").find(second).isEmpty(), "nor is anything written");
        merge(
                scene.hub(),
                cluster("bali"),
                "metadata: {annotations: {" + Fence.CONSENT + ": later}}");
        scene.awaitGone("bali", first);
        scene.awaitIn("bali", second, object -> true);
        await("it is its own again", cluster("bali"), object -> !holds(object, "Fenced"));
        assertTrue(!own.equals(mark("bali").at("/data/token").asString("")));
    }

    @Test
    void aMemberFromAnOldBackupIsComparedFirstAndLosesNothingUnasked() throws Exception {
        String namespace = scene.namespace("old-member");
        ResourcePath policy = scene.policy(namespace, in("bali, flores"));
        ResourcePath kept = scene.create(configMap(namespace, "kept", "colour: blue"));
        ResourcePath lost = scene.create(configMap(namespace, "lost", "colour: blue"));
        scene.awaitIn("flores", kept, object -> true);
        scene.awaitIn("flores", lost, object -> true);
        scene.awaitIn("bali", kept, object -> true);
        ObjectNode backup = mark("flores");
        scene.sea().stopEngine();
        scene.sea().federate();
        merge(scene.hub(), kept, "data: {colour: green}");
        scene.awaitIn("flores", kept, object -> colour(object).equals("green"));
        scene.sea().stopEngine();
        ObjectNode mark = mark("flores");
        mark.set("data", backup.path("data"));
        scene.in("flores").update(Fence.MARK, mark, WriteOptions.PLAIN);
        scene.in("flores").delete(lost, null);
        scene.sea().federate();
        scene.awaitIn("flores", lost, object -> true);
        Await.until(
                "it is on record",
                SOON,
                () ->
                        scene.events("default").stream()
                                .anyMatch(e -> e.contains("epoch") && e.contains("1 missing,")),
                () -> scene.events("default"));
        String uid = Metadata.uid(scene.in("flores").get(kept));
        merge(scene.hub(), policy, "spec: {" + in("bali") + "}");
        awaitTwoHeld("its deletes are held, few as they are");
        scene.sea().stopEngine();
        scene.hub().delete(HOLD, null);
        scene.sea().federate();
        awaitTwoHeld("the next engine holds them too");
        assertEquals(uid, Metadata.uid(scene.in("flores").get(kept)));
        merge(scene.hub(), policy, "spec: {" + in("bali, flores") + "}");
        scene.awaitHubGone(HOLD);
    }

    @Test
    void aMemberThatWasAwayIsComparedWhenItIsBack() {
        String namespace = scene.namespace("away");
        scene.policy(namespace, in("bali, flores"));
        ResourcePath one = scene.create(configMap(namespace, "one", "colour: blue"));
        scene.awaitIn("flores", one, object -> true);
        scene.sea().member("flores").stop();
        scene.awaitNotReady("flores");
        scene.sea().member("flores").start().startControllers();
        scene.awaitReady("flores");
        await("it is on record", cluster("flores"), object -> holds(object, "Compared"));
    }

    /** The engine's clock is hours off; of two engines in a row the second may be the earlier. */
    @ParameterizedTest
    @ValueSource(ints = {5, -5})
    void clocksThatDisagreeChangeNothing(int hours) throws InterruptedException {
        scene.sea().stopEngine();
        scene.sea().skewed(Duration.ofHours(hours)).federate();
        String namespace = scene.namespace("skew-" + (hours > 0 ? "ahead" : "behind"));
        ResourcePath policy = scene.policy(namespace, in("bali"));
        ResourcePath web = scene.create(deployment(namespace, "web", 2));
        scene.awaitRolledOut(web, 2);
        merge(scene.in("bali"), web, "spec: {replicas: 1}");
        scene.awaitIn("bali", web, object -> object.at("/spec/replicas").asInt(0) == 2);
        merge(scene.hub(), policy, "spec: {" + in("flores") + "}");
        scene.awaitGone("bali", web);
        scene.awaitRolledOut(web, 2);
        scene.hub().delete(web, null);
        scene.awaitGone("flores", web);
        scene.sea().stopEngine();
        scene.sea().skewed(Duration.ZERO).federate();
        scene.awaitReady("bali");
    }

    private static void awaitTwoHeld(String what) {
        Await.until(
                what,
                SOON,
                () ->
                        scene.hub()
                                .find(HOLD)
                                .filter(hold -> hold.at("/status/count").asInt(0) == 2)
                                .isPresent(),
                () -> scene.hub().find(HOLD));
    }

    private static ObjectNode mark(String cluster) {
        return scene.in(cluster).get(Fence.MARK);
    }

    private static boolean holds(ObjectNode cluster, String condition) {
        return Conditions.isTrue(cluster.path("status"), condition);
    }

    private static void await(String what, ResourcePath path, Predicate<ObjectNode> condition) {
        scene.awaitHub(what, path, condition);
    }

    private static String in(String clusters) {
        return "placement: {clusterAffinity: {clusterNames: [" + clusters + "]}}";
    }
}
