package io.pinisi.cluster.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupResource;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.storage.testing.InMemoryRevisionStore;
import io.pinisi.db.revision.Revision;
import io.pinisi.db.revision.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ObjectStorageTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration NOW = Duration.ofMillis(1);
    private static final WriteContext CONTEXT =
            new WriteContext(new Write.Origin("tester", "1"), null);
    private static final StorageLimits SMALL =
            new StorageLimits(4, 3, Duration.ZERO, Duration.ofSeconds(30), 2);

    private final AtomicReference<Instant> time =
            new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = time::get;
    private final InMemoryRevisionStore store = new InMemoryRevisionStore();
    private final ObjectLog log = ObjectLog.open(store, SMALL, clock);
    private final ObjectStorage storage = log.open(resource(ValueCodec.PLAIN));

    @AfterEach
    void close() {
        log.close();
    }

    private static StoredResource resource(ValueCodec codec) {
        return new StoredResource(
                new GroupResource("apps", "things"),
                true,
                object -> Map.of("spec.node", object.path("spec").path("node").asString("")),
                codec);
    }

    private static ObjectNode thing(String name, String color) {
        ObjectNode object = Json.object();
        object.put("kind", "Thing");
        ObjectNode metadata = object.putObject("metadata");
        metadata.put("name", name);
        metadata.put("namespace", "shop");
        metadata.put("uid", "uid-" + name);
        metadata.putObject("labels").put("color", color);
        object.put("apiVersion", "apps/v1");
        return object;
    }

    private ApiObject create(String name, String color) {
        return storage.create(ObjectKey.of("shop", name), thing(name, color), CONTEXT);
    }

    private ApiObject recolor(ApiObject object, String color) {
        String name = object.key().name();
        return storage.update(object.key(), object.revision(), thing(name, color), CONTEXT);
    }

    private static Selection color(String color) {
        return new Selection("shop", labels -> color.equals(labels.get("color")), null, null);
    }

    private WatchStream watch(Selection selection, long after) {
        return storage.watch(
                new WatchRequest(selection, new WatchRequest.Start.After(after), true));
    }

    private static <T extends WatchEvent> T take(WatchStream stream, Class<T> type)
            throws InterruptedException {
        return assertInstanceOf(type, stream.take(SOON));
    }

    @Test
    void wireBytesCarryTheRevisionAndStoredBytesDoNot() {
        ApiObject created = create("a", "red");
        Revision revision = store.get("/registry/apps/things/shop/a");
        assertNotNull(revision);
        String stored = new String(revision.value(), StandardCharsets.UTF_8);
        assertFalse(stored.contains("resourceVersion"));
        assertEquals(
                Long.toString(created.revision()),
                created.tree().path("metadata").path("resourceVersion").asString());
        ApiObject read = storage.get(created.key(), new Freshness.Latest()).orElseThrow();
        assertEquals(
                new String(created.json(), StandardCharsets.UTF_8),
                new String(read.json(), StandardCharsets.UTF_8));
    }

    @Test
    void aWriteIsVisibleToEveryReaderWhenItReturns() {
        for (int i = 0; i < 200; i++) {
            ApiObject created = create("n" + i, "red");
            assertTrue(storage.get(created.key(), new Freshness.Cached()).isPresent());
            assertEquals(i + 1, storage.list(ListRequest.of(Selection.ALL)).items().size());
        }
    }

    @Test
    void creatingTwiceIsRefused() {
        create("a", "red");
        ApiException e = assertThrows(ApiException.class, () -> create("a", "blue"));
        assertEquals(Reason.ALREADY_EXISTS, e.reason());
        assertEquals("things.apps \"a\" already exists", e.getMessage());
    }

    @Test
    void anUpdateOfAnOldStateIsStale() {
        ApiObject first = create("a", "red");
        recolor(first, "blue");
        assertThrows(StaleWriteException.class, () -> recolor(first, "green"));
    }

    @Test
    void selectorsTranslateChangesIntoComingAndGoing() throws InterruptedException {
        ApiObject a = create("a", "red");
        try (WatchStream blue = watch(color("blue"), a.revision());
                WatchStream red = watch(color("red"), a.revision())) {
            ApiObject turned = recolor(a, "blue");
            assertEquals(turned.revision(), take(blue, WatchEvent.Added.class).object().revision());
            ApiObject left = take(red, WatchEvent.Deleted.class).object();
            assertEquals(turned.revision(), left.revision());
            assertEquals("red", left.labels().get("color"));
            assertEquals(
                    Long.toString(turned.revision()),
                    left.tree().path("metadata").path("resourceVersion").asString());
            ApiObject again = recolor(turned, "blue");
            assertEquals(
                    again.revision(), take(blue, WatchEvent.Modified.class).object().revision());
            storage.delete(again, CONTEXT);
            take(blue, WatchEvent.Deleted.class);
            assertNull(red.take(NOW));
        }
    }

    @Test
    void aDeletionCarriesTheLastStateUnderItsOwnRevision() throws InterruptedException {
        ApiObject a = create("a", "red");
        try (WatchStream all = watch(Selection.ALL, a.revision())) {
            storage.delete(a, CONTEXT);
            ApiObject gone = take(all, WatchEvent.Deleted.class).object();
            assertEquals(a.revision() + 1, gone.revision());
            assertEquals("uid-a", gone.uid());
        }
    }

    @Test
    void aWatchFromAForgottenRevisionIsExpired() {
        ApiObject first = create("a", "red");
        for (int i = 0; i < 6; i++) {
            create("n" + i, "red");
        }
        ApiException e =
                assertThrows(ApiException.class, () -> watch(Selection.ALL, first.revision()));
        assertEquals(Reason.EXPIRED, e.reason());
        assertEquals("too old resource version: 1 (3)", e.getMessage());
    }

    @Test
    void aWatchResumesFromRememberedChanges() throws InterruptedException {
        ApiObject first = create("a", "red");
        create("b", "red");
        create("c", "blue");
        try (WatchStream red = watch(color("red"), first.revision())) {
            assertEquals("b", take(red, WatchEvent.Added.class).object().key().name());
            assertNull(red.take(NOW));
        }
    }

    @Test
    void aSlowReaderIsExpiredAfterWhatItHasQueued() throws InterruptedException {
        try (WatchStream slow = watch(Selection.ALL, 0)) {
            for (int i = 0; i < 5; i++) {
                create("n" + i, "red");
            }
            for (int i = 0; i < 3; i++) {
                take(slow, WatchEvent.Added.class);
            }
            take(slow, WatchEvent.Expired.class);
            assertTrue(slow.isClosed());
            assertNull(slow.take(NOW));
        }
    }

    @Test
    void silenceIsFilledWithABookmarkAtTheLatestRevision() throws InterruptedException {
        try (WatchStream blue = watch(color("blue"), 0)) {
            ApiObject last = create("a", "red");
            assertNull(blue.take(NOW));
            time.updateAndGet(now -> now.plusSeconds(31));
            WatchEvent.Bookmark bookmark = take(blue, WatchEvent.Bookmark.class);
            assertEquals(last.revision(), bookmark.revision());
            assertFalse(bookmark.endOfInitialEvents());
            assertNull(blue.take(NOW));
        }
    }

    @Test
    void initialEventsEndWithAMarkedBookmark() throws InterruptedException {
        create("a", "red");
        ApiObject last = create("b", "red");
        WatchRequest.Start start = new WatchRequest.Start.MarkedState(new Freshness.Latest());
        try (WatchStream stream = storage.watch(new WatchRequest(Selection.ALL, start, true))) {
            assertEquals("a", take(stream, WatchEvent.Added.class).object().key().name());
            assertEquals("b", take(stream, WatchEvent.Added.class).object().key().name());
            WatchEvent.Bookmark mark = take(stream, WatchEvent.Bookmark.class);
            assertTrue(mark.endOfInitialEvents());
            assertEquals(last.revision(), mark.revision());
            create("c", "red");
            assertEquals("c", take(stream, WatchEvent.Added.class).object().key().name());
        }
    }

    @Test
    void closingEndsABlockedTake() throws InterruptedException {
        WatchStream stream = watch(Selection.ALL, 0);
        AtomicReference<Boolean> ended = new AtomicReference<>(false);
        Thread reader =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        ended.set(stream.take(Duration.ofMinutes(5)) == null);
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
        stream.close();
        reader.join(SOON);
        assertTrue(ended.get());
    }

    @Test
    void pagesOfOneListAreAllAtItsFirstRevision() {
        for (String name : List.of("a", "b", "c", "d", "e")) {
            create(name, "red");
        }
        ListPage first =
                storage.list(new ListRequest(Selection.in("shop"), new Freshness.Latest(), 2, ""));
        assertEquals(3, first.remaining());
        storage.delete(
                storage.get(ObjectKey.of("shop", "c"), new Freshness.Latest()).orElseThrow(),
                CONTEXT);
        create("bb", "red");
        ListPage second =
                storage.list(
                        new ListRequest(
                                Selection.in("shop"),
                                new Freshness.Latest(),
                                2,
                                first.continueToken()));
        ListPage third =
                storage.list(
                        new ListRequest(
                                Selection.in("shop"),
                                new Freshness.Latest(),
                                2,
                                second.continueToken()));
        assertEquals(List.of("a", "b"), names(first));
        assertEquals(List.of("c", "d"), names(second));
        assertEquals(List.of("e"), names(third));
        assertEquals(first.revision(), third.revision());
        assertEquals("", third.continueToken());
    }

    @Test
    void aPageOfACompactedRevisionIsExpired() {
        create("a", "red");
        create("b", "red");
        ListPage first =
                storage.list(new ListRequest(Selection.ALL, new Freshness.Latest(), 1, ""));
        create("c", "red");
        store.compact(3);
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () ->
                                storage.list(
                                        new ListRequest(
                                                Selection.ALL,
                                                new Freshness.Latest(),
                                                1,
                                                first.continueToken())));
        assertEquals(Reason.EXPIRED, e.reason());
    }

    @Test
    void anExactListShowsThePast() {
        ApiObject a = create("a", "red");
        recolor(a, "blue");
        ListPage past =
                storage.list(
                        new ListRequest(Selection.ALL, new Freshness.Exactly(a.revision()), 0, ""));
        assertEquals("red", past.items().getFirst().labels().get("color"));
        assertEquals(a.revision(), past.revision());
    }

    @Test
    void aRevisionThatNeverComesIsATimeout() {
        ApiException e =
                assertThrows(
                        ApiException.class,
                        () ->
                                storage.list(
                                        new ListRequest(
                                                Selection.ALL,
                                                new Freshness.NotOlderThan(99),
                                                0,
                                                "")));
        assertEquals(Reason.TIMEOUT, e.reason());
        assertEquals("Timeout: Too large resource version: 99, current: 0", e.getMessage());
    }

    @Test
    void namespacesAreNotMixedUpByTheirPrefix() {
        create("a", "red");
        for (String namespace : List.of("shop-b", "shop0", "sho")) {
            ObjectNode other = thing("a", "red");
            ((ObjectNode) other.path("metadata")).put("namespace", namespace);
            storage.create(ObjectKey.of(namespace, "a"), other, CONTEXT);
        }
        assertEquals(1, storage.list(ListRequest.of(Selection.in("shop"))).items().size());
        assertEquals(4, storage.list(ListRequest.of(Selection.ALL)).items().size());
    }

    @Test
    void sealedValuesAreUnreadableOnDiskAndBoundToTheirKey() {
        SealedCodec codec = new SealedCodec(KeyRing.ephemeral());
        byte[] plain = "{\"a\":\"topsecret\"}".getBytes(StandardCharsets.UTF_8);
        byte[] sealed = codec.encode("/registry/core/secrets/shop/a", plain);
        assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("topsecret"));
        assertEquals(
                new String(plain, StandardCharsets.UTF_8),
                new String(
                        codec.decode("/registry/core/secrets/shop/a", sealed),
                        StandardCharsets.UTF_8));
        assertThrows(
                IllegalStateException.class,
                () -> codec.decode("/registry/core/secrets/shop/b", sealed));
    }

    @Test
    void aNewProcessLoadsWhatTheOldOneWrote() {
        create("a", "red");
        ApiObject b = create("b", "red");
        try (ObjectLog other = ObjectLog.open(store, SMALL, clock)) {
            ObjectStorage again = other.open(resource(ValueCodec.PLAIN));
            ListPage page = again.list(ListRequest.of(Selection.ALL));
            assertEquals(List.of("a", "b"), names(page));
            assertEquals(b.revision(), page.revision());
            assertNotNull(
                    again.watch(
                            new WatchRequest(
                                    Selection.ALL,
                                    new WatchRequest.Start.After(b.revision()),
                                    false)));
        }
    }

    private static List<String> names(ListPage page) {
        return page.items().stream().map(object -> object.key().name()).toList();
    }
}
