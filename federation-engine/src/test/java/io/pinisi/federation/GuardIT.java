package io.pinisi.federation;

import static io.pinisi.federation.testing.Scenario.cluster;
import static io.pinisi.federation.testing.Scenario.colour;
import static io.pinisi.federation.testing.Scenario.configMap;
import static io.pinisi.federation.testing.Scenario.merge;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import io.pinisi.federation.kinds.FederationKinds;
import io.pinisi.federation.testing.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.ObjectNode;

/** Deletes that nobody asked for, and changes behind the hub's back. */
final class GuardIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MANY = 25;
    private static final String BOTH =
            "placement: {clusterAffinity: {clusterNames: [bali, flores]}}";
    private static final ResourcePath HOLD =
            ResourcePath.of(FederationKinds.DELETION_HOLDS, ObjectKey.cluster("flores"));

    /** A busy machine takes its time until all follow from the one change. */
    @RegisterExtension
    static final Scenario scene = Scenario.of("bali", "flores").gathering(Duration.ofSeconds(15));

    @Test
    void aPolicyThatWouldDeleteManyWaitsForAPerson() {
        String namespace = scene.namespace("many");
        ResourcePath policy = scene.policy(namespace, BOTH);
        List<ResourcePath> settings = settings(namespace);
        merge(scene.hub(), policy, "spec: {placement: {clusterAffinity: {clusterNames: [bali]}}}");
        ObjectNode hold = awaitHold(MANY);
        settings.forEach(one -> assertTrue(scene.in("flores").find(one).isPresent(), "held"));
        merge(scene.hub(), HOLD, "spec: {confirmed: something-else}");
        String digest = hold.at("/status/digest").asString("");
        merge(scene.hub(), HOLD, "spec: {confirmed: '" + digest + "'}");
        settings.forEach(one -> scene.awaitGone("flores", one));
        settings.forEach(one -> assertTrue(scene.in("bali").find(one).isPresent()));
        awaitNoHold();
    }

    @Test
    void aChangeThatIsUndoneDeletesNothing() {
        String namespace = scene.namespace("undone");
        ResourcePath policy = scene.policy(namespace, BOTH);
        List<ResourcePath> settings = settings(namespace);
        List<String> uids =
                settings.stream().map(one -> Metadata.uid(scene.in("flores").get(one))).toList();
        merge(scene.hub(), policy, "spec: {placement: {clusterAffinity: {clusterNames: [bali]}}}");
        awaitHold(MANY);
        merge(
                scene.hub(),
                policy,
                "spec: {placement: {clusterAffinity: {clusterNames: [bali, flores]}}}");
        awaitNoHold();
        assertEquals(
                uids,
                settings.stream().map(one -> Metadata.uid(scene.in("flores").get(one))).toList());
        scene.hub().delete(ResourcePath.all(Scenario.CONFIG_MAPS).in(namespace), null);
        settings.forEach(one -> scene.awaitGone("flores", one));
    }

    @Test
    void whatComesBackWithAnOldBackupIsShownAndDeletedOnlyWhenConfirmed() {
        String namespace = scene.namespace("backup");
        scene.policy(namespace, BOTH);
        ResourcePath one = scene.create(configMap(namespace, "one", "colour: blue"));
        scene.awaitIn("flores", one, object -> true);
        ObjectNode backup = scene.in("flores").get(one);
        backup.withObject("/metadata").remove(List.of("resourceVersion", "uid", "managedFields"));
        scene.hub().delete(one, null);
        scene.awaitGone("flores", one);
        Await.until(
                "the tombstone is done",
                LIMIT,
                () -> scene.binding(namespace, "one-configmap").isEmpty(),
                () -> scene.binding(namespace, "one-configmap"));
        scene.in("flores")
                .create(
                        ResourcePath.all(Scenario.CONFIG_MAPS).in(namespace),
                        backup,
                        WriteOptions.PLAIN);
        ObjectNode hold = awaitHold(1);
        assertEquals("one", hold.at("/status/objects/0/name").asString(""));
        assertTrue(scene.in("flores").find(one).isPresent());
        String digest = hold.at("/status/digest").asString("");
        merge(scene.hub(), HOLD, "spec: {confirmed: '" + digest + "'}");
        scene.awaitGone("flores", one);
        awaitNoHold();
    }

    @Test
    void driftIsWrittenDownAndPutRight() {
        String namespace = scene.namespace("drift");
        scene.policy(namespace, BOTH);
        ResourcePath one = scene.create(configMap(namespace, "one", "colour: blue"));
        scene.awaitIn("bali", one, object -> true);
        edit("bali", one, "data: {colour: red}");
        scene.awaitIn("bali", one, object -> colour(object).equals("blue"));
        ObjectNode record = awaitRecord(namespace, "Corrected");
        assertEquals("bali", record.at("/spec/cluster").asString(""));
        assertEquals("data.colour", record.at("/spec/path").asString(""));
        assertEquals("\"blue\"", record.at("/status/wanted").asString(""));
        assertEquals("\"red\"", record.at("/status/found").asString(""));
        assertEquals("somebody", record.at("/status/manager").asString(""));
    }

    @Test
    void anAcceptedFieldStaysAsTheMemberHasIt() {
        String namespace = scene.namespace("accepted");
        scene.policy(namespace, BOTH);
        ResourcePath one = scene.create(configMap(namespace, "one", "colour: blue, size: large"));
        scene.awaitIn("bali", one, object -> true);
        edit("bali", one, "data: {colour: red}");
        ObjectNode record = awaitRecord(namespace, "Corrected");
        ResourcePath path = ResourcePath.of(FederationKinds.DRIFT_RECORDS, Metadata.key(record));
        merge(scene.hub(), path, "spec: {accepted: true}");
        awaitRecord(namespace, "Accepted");
        edit("bali", one, "data: {colour: red}");
        merge(scene.hub(), one, "data: {size: small, colour: green}");
        scene.awaitIn("bali", one, object -> object.at("/data/size").asString("").equals("small"));
        assertEquals("red", colour(scene.in("bali").get(one)));
        scene.awaitIn("flores", one, object -> colour(object).equals("green"));
        merge(scene.hub(), path, "spec: {accepted: false}");
        scene.awaitIn("bali", one, object -> colour(object).equals("green"));
    }

    @Test
    void aClusterInReportModeIsOnlyLookedAtAndAPausedOneIsLeftAlone() {
        String namespace = scene.namespace("modes");
        scene.policy(namespace, BOTH);
        ResourcePath one = scene.create(configMap(namespace, "one", "colour: blue"));
        scene.awaitIn("bali", one, object -> true);
        mode("report");
        Await.until(
                "the engine only looks",
                LIMIT,
                () -> {
                    edit("bali", one, "data: {colour: red}");
                    return records(namespace).stream().anyMatch(record -> isIn(record, "Open"));
                },
                () -> records(namespace));
        assertEquals("red", colour(scene.in("bali").get(one)));
        mode("paused");
        scene.awaitHub(
                "it says so",
                Scenario.bindingPath(namespace, "one-configmap"),
                object -> object.path("status").toString().contains("paused by an operator"));
        merge(scene.hub(), one, "data: {colour: green}");
        scene.awaitIn("flores", one, object -> colour(object).equals("green"));
        assertEquals("red", colour(scene.in("bali").get(one)));
        mode("active");
        scene.awaitIn("bali", one, object -> colour(object).equals("green"));
        awaitRecord(namespace, "Resolved");
    }

    private static void mode(String mode) {
        merge(
                scene.hub(),
                cluster("bali"),
                "metadata: {annotations: {pinisi.io/mode: " + mode + "}}");
    }

    private static List<ResourcePath> settings(String namespace) {
        List<ResourcePath> settings = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            settings.add(scene.create(configMap(namespace, "settings-" + i, "colour: blue")));
        }
        settings.forEach(one -> scene.awaitIn("bali", one, object -> true));
        settings.forEach(one -> scene.awaitIn("flores", one, object -> true));
        return settings;
    }

    private static void edit(String cluster, ResourcePath path, String patch) {
        scene.in(cluster)
                .patch(path, PatchType.MERGE, Scenario.yaml(patch), WriteOptions.by("somebody"));
    }

    private static ObjectNode awaitHold(int count) {
        Await.until(
                count + " deletes are held",
                LIMIT,
                () ->
                        scene.hub()
                                .find(HOLD)
                                .filter(hold -> hold.at("/status/count").asInt(0) == count)
                                .isPresent(),
                () -> scene.hub().find(HOLD));
        return scene.hub().get(HOLD);
    }

    private static void awaitNoHold() {
        Await.until(
                "nothing is held",
                LIMIT,
                () -> scene.hub().find(HOLD).isEmpty(),
                () -> scene.hub().find(HOLD));
    }

    private static ObjectNode awaitRecord(String namespace, String state) {
        AtomicReference<Optional<ObjectNode>> found = new AtomicReference<>(Optional.empty());
        Await.until(
                "a record says " + state,
                LIMIT,
                () -> {
                    found.set(
                            records(namespace).stream()
                                    .filter(one -> isIn(one, state))
                                    .findFirst());
                    return found.get().isPresent();
                },
                () -> records(namespace));
        return found.get().orElseThrow();
    }

    private static List<ObjectNode> records(String namespace) {
        return scene.hub()
                .list(
                        ResourcePath.all(FederationKinds.DRIFT_RECORDS).in(namespace),
                        ListOptions.ALL)
                .items();
    }

    private static boolean isIn(ObjectNode record, String state) {
        return record.at("/status/state").asString("").equals(state);
    }
}
