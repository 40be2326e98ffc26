package io.pinisi.federation.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a mirror makes of events that come twice, late and in another order. */
final class MirrorTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String LAST = "last";

    /** Lists one object, and then sends what it is told to. */
    private static final class Postman implements Transport, Transport.Body.Frames {
        private final BlockingQueue<byte[]> events = new LinkedBlockingQueue<>();

        void deliver(String type, String name, long version) {
            ObjectNode event = Json.object().put("type", type);
            event.set("object", object(name, version));
            events.add(Json.bytes(event));
        }

        @Override
        public Response send(Request request) {
            if (request.path().contains("watch=true")) {
                return new Response(200, Map.of(), this);
            }
            ObjectNode list = Json.object();
            list.putObject("metadata").put("resourceVersion", "100");
            list.putArray("items").add(object("one", 90));
            return new Response(200, Map.of(), new Body.Whole(Json.bytes(list)));
        }

        private static ObjectNode object(String name, long version) {
            ObjectNode object = Json.object();
            object.putObject("metadata")
                    .put("namespace", "shop")
                    .put("name", name)
                    .put("uid", "uid-" + name)
                    .put("resourceVersion", Long.toString(version));
            return object;
        }

        @Override
        public byte[] next() throws InterruptedException {
            return events.take();
        }

        @Override
        public void close() {}
    }

    @Test
    void whatComesTwiceChangesNothing() {
        assertEquals(
                Map.of("one", "101"),
                after(
                        List.of(
                                new News("MODIFIED", "one", 101),
                                new News("MODIFIED", "one", 101),
                                new News("ADDED", "two", 102),
                                new News("DELETED", "two", 103),
                                new News("DELETED", "two", 103))));
    }

    @Test
    void whatComesLateDoesNotTurnBackTheClock() {
        assertEquals(
                Map.of("one", "110"),
                after(
                        List.of(
                                new News("MODIFIED", "one", 110),
                                new News("MODIFIED", "one", 99),
                                new News("DELETED", "one", 105))));
    }

    @Test
    void whatIsGoneIsNotBroughtBackByLateNews() {
        assertEquals(
                Map.of(),
                after(
                        List.of(
                                new News("DELETED", "one", 120),
                                new News("MODIFIED", "one", 111),
                                new News("ADDED", "one", 90))));
    }

    @Test
    void whatIsMadeAnewIsThere() {
        assertEquals(
                Map.of("one", "121"),
                after(
                        List.of(
                                new News("DELETED", "one", 120),
                                new News("ADDED", "one", 121),
                                new News("DELETED", "one", 120))));
    }

    private record News(String type, String name, long version) {}

    /** The versions of the rows when all of this was heard. */
    private static Map<String, String> after(List<News> news) {
        Postman postman = new Postman();
        news.forEach(one -> postman.deliver(one.type(), one.name(), one.version()));
        postman.deliver("ADDED", LAST, 1000);
        Map<String, String> rows = new TreeMap<>();
        try (Mirror<ObjectNode> mirror =
                new Mirror<>(
                        "test",
                        new ApiClient(postman),
                        Mirror.Source.all(GroupVersionResource.of("v1", "configmaps"), "ConfigMap"),
                        object -> object,
                        (key, before, after) -> {})) {
            mirror.start();
            Await.until(
                    "all was heard",
                    SOON,
                    () -> mirror.find(ObjectKey.of("shop", LAST)).isPresent(),
                    mirror::all);
            mirror.all().stream()
                    .map(Metadata::of)
                    .filter(row -> !row.name().equals(LAST))
                    .forEach(row -> rows.put(row.name(), row.resourceVersion()));
        }
        return rows;
    }
}
