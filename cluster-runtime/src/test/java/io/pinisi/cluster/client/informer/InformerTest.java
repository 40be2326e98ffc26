package io.pinisi.cluster.client.informer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.client.testing.ManualClock;
import io.pinisi.cluster.client.testing.MemoryApi;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class InformerTest {
    private static final GroupVersionResource MAPS = GroupVersionResource.of("v1", "configmaps");
    private static final ResourcePath IN_A = ResourcePath.all(MAPS).in("a");

    private final MemoryApi api = new MemoryApi(new ManualClock());
    private final ApiClient client = api.client();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Informer informer =
            new Informer(
                    client,
                    ResourcePath.all(MAPS),
                    ListOptions.ALL,
                    new InformerLimits(
                            10, Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMillis(5)));

    private void hear(Change change) {
        heard.add(change.getClass().getSimpleName() + " " + Metadata.of(change.object()).name());
    }

    private void startSynced() throws InterruptedException {
        informer.addHandler(this::hear);
        informer.start();
        assertTrue(informer.awaitSync(Duration.ofSeconds(60)));
    }

    private ObjectNode put(String name, String value) {
        ObjectNode map = Json.object();
        map.putObject("metadata").put("name", name);
        map.putObject("data").put("key", value);
        return client.create(IN_A, map, WriteOptions.PLAIN);
    }

    private void change(String name, String value) {
        ObjectNode patch = Json.object();
        patch.putObject("data").put("key", value);
        client.patch(IN_A.named(name), PatchType.MERGE, patch, WriteOptions.PLAIN);
    }

    private void awaitHeard(String... changes) {
        Await.until(
                "heard " + List.of(changes) + " but " + heard,
                () -> heard.equals(List.of(changes)));
    }

    @AfterEach
    void close() {
        informer.close();
    }

    @Test
    void listsThenFollows() throws InterruptedException {
        put("one", "1");
        startSynced();
        assertEquals(List.of("Added one"), heard);
        put("two", "1");
        change("one", "2");
        client.delete(IN_A.named("one"), null);
        awaitHeard("Added one", "Added two", "Updated one", "Deleted one");
        assertEquals(1, informer.lister().size());
    }

    @Test
    void copyIsChangedBeforeTheHandlerHears() throws InterruptedException {
        AtomicInteger seen = new AtomicInteger();
        informer.addHandler(
                change ->
                        seen.addAndGet(
                                informer.lister().find(Metadata.key(change.object())).isPresent()
                                        ? 1
                                        : 100));
        startSynced();
        put("one", "1");
        awaitHeard("Added one");
        assertEquals(1, seen.get());
    }

    @Test
    void brokenWatchResumesWhereItBroke() throws InterruptedException {
        put("one", "1");
        startSynced();
        api.breakWatches();
        change("one", "2");
        awaitHeard("Added one", "Updated one");
    }

    @Test
    void expiredWatchListsAgainAndTellsWhatVanished() throws InterruptedException {
        put("one", "1");
        put("two", "1");
        startSynced();
        api.fail(
                request ->
                        request.path().contains("watch=true")
                                ? new ApiException(Reason.SERVICE_UNAVAILABLE, "away")
                                : null);
        api.breakWatches();
        client.delete(IN_A.named("one"), null);
        change("two", "2");
        api.expireWatches();
        api.heal();
        Await.until("caught up", () -> heard.contains("Deleted one"));
        Await.until("caught up", () -> heard.contains("Updated two"));
        assertEquals(4, heard.size());
    }

    @Test
    void objectOfAnotherUidUnderTheSameNameIsDeletedAndAdded() throws InterruptedException {
        put("one", "1");
        startSynced();
        api.fail(
                request ->
                        request.method().equals("GET")
                                ? new ApiException(Reason.SERVICE_UNAVAILABLE, "away")
                                : null);
        api.breakWatches();
        client.delete(IN_A.named("one"), null);
        put("one", "2");
        api.expireWatches();
        api.heal();
        awaitHeard("Added one", "Deleted one", "Added one");
    }

    @Test
    void handlerAddedLaterHearsWhatIsHere() throws InterruptedException {
        put("one", "1");
        informer.start();
        assertTrue(informer.awaitSync(Duration.ofSeconds(60)));
        informer.addHandler(this::hear);
        assertEquals(List.of("Added one"), heard);
    }

    @Test
    void findsByNamespaceOwnerAndOwnIndex() throws InterruptedException {
        informer.addIndex(
                new Index("value", map -> List.of(map.path("data").path("key").asString(""))));
        ObjectNode owned = Json.object();
        owned.putObject("metadata").put("name", "owned");
        owned.withObject("metadata").withArray("ownerReferences").addObject().put("uid", "u1");
        client.create(IN_A, owned, WriteOptions.PLAIN);
        put("one", "1");
        startSynced();
        Lister lister = informer.lister();
        assertEquals(2, lister.inNamespace("a").size());
        assertEquals(0, lister.inNamespace("b").size());
        assertEquals(1, lister.ownedBy("u1").size());
        assertEquals(1, lister.by("value", "1").size());
        change("one", "2");
        awaitHeard("Added one", "Added owned", "Updated one");
        assertEquals(0, lister.by("value", "1").size());
        assertEquals(1, lister.by("value", "2").size());
    }

    @Test
    void isNotSyncedWhileTheServerIsAway() throws InterruptedException {
        api.fail(request -> new ApiException(Reason.SERVICE_UNAVAILABLE, "away"));
        informer.start();
        assertFalse(informer.awaitSync(Duration.ofMillis(50)));
        api.heal();
        assertTrue(informer.awaitSync(Duration.ofSeconds(60)));
        assertFalse(informer.lister().find(ObjectKey.of("a", "one")).isPresent());
    }
}
