package io.pinisi.cluster.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.Anonymous;
import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.testing.Await;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.history.HistoryKey;
import io.pinisi.db.history.HistoryState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The past of a real server, while its log is compacted all the time. */
final class HistoryIT {
    private static final HistoryPolicy EAGER =
            new HistoryPolicy(
                    Duration.ofDays(1),
                    Duration.ZERO,
                    HistoryPolicy.STANDARD.omitted(),
                    Duration.ofMillis(20),
                    Duration.ofMillis(20));

    @RegisterExtension
    static final ClusterExtension HUB = ClusterExtension.hub().withHistory(EAGER);

    private static final UserInfo VISITOR = UserInfo.of("visitor", UserInfo.AUTHENTICATED);
    private static final ResourcePath MAPS =
            ResourcePath.all(GroupVersionResource.of("v1", "configmaps")).in("default");
    private static final ResourcePath SECRETS =
            ResourcePath.all(GroupVersionResource.of("v1", "secrets")).in("default");

    private final ApiClient admin = HUB.admin();

    private static ObjectNode object(String kind, String name) {
        ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata").put("name", name);
        return object;
    }

    private static ObjectNode map(String name, String value) {
        ObjectNode map = object("ConfigMap", name);
        map.putObject("data").put("color", value);
        return map;
    }

    private static Answer ask(ApiClient client, String path) {
        try (Transport.Response response = client.raw("GET", path)) {
            if (response.body() instanceof Transport.Body.Whole whole) {
                return new Answer(response.status(), Json.parse(whole.bytes()));
            }
            throw new AssertionError("the past is no stream");
        } catch (ApiException e) {
            return new Answer(e.reason().code(), Json.object());
        }
    }

    private record Answer(int status, ObjectNode body) {
        List<String> names() {
            List<String> names = new ArrayList<>();
            body.path("items").forEach(item -> names.add(item.path("name").asString("")));
            return names;
        }

        JsonNode item(int index) {
            return body.path("items").path(index);
        }
    }

    /** Waits until a revision is in the history; returns the state it made. */
    private static HistoryState state(String resource, String name, ObjectNode written) {
        long revision = Long.parseLong(Metadata.of(written).resourceVersion());
        return Await.that(
                "revision " + revision,
                () ->
                        HUB.history()
                                .atRevision("hub", key(resource, name), revision)
                                .filter(state -> state.revision() == revision));
    }

    private static HistoryKey key(String resource, String name) {
        return new HistoryKey(resource, "default", name);
    }

    @Test
    void theTimelineTellsWhoChangedWhatThoughTheLogForgot() {
        ObjectNode first = admin.create(MAPS, map("web", "red"), WriteOptions.PLAIN);
        HistoryState red = state("configmaps", "web", first);
        first.withObject("data").put("color", "blue");
        HistoryState blue =
                state(
                        "configmaps",
                        "web",
                        admin.update(MAPS.named("web"), first, WriteOptions.PLAIN));
        admin.delete(MAPS.named("web"), null);
        String path = "/history/timeline?resource=configmaps&namespace=default&name=web";
        Await.until("the deletion", () -> ask(admin, path).names().size() == 3);
        Await.until("compaction", () -> HUB.database().revisions().compacted() > blue.revision());

        Answer timeline = ask(admin, path);
        assertEquals(200, timeline.status());
        assertFalse(timeline.item(0).path("exists").asBoolean());
        JsonNode change = timeline.item(1);
        assertEquals("admin", change.path("actor").asString());
        assertEquals(blue.from().toString(), change.path("validFrom").asString());
        assertEquals(blue.requestId(), change.path("requestId").asString());
        assertEquals(1, change.path("differences").size());
        assertEquals(
                "{\"path\":\"data.color\",\"before\":\"red\",\"after\":\"blue\"}",
                change.path("differences").path(0).toString());
        AuditRecord update = recordOf(blue.revision());
        assertEquals("update", update.entry().verb());
        assertEquals(blue.requestId(), update.entry().requestId());
        JsonNode detail = Json.parse(update.entry().detail().getBytes(StandardCharsets.UTF_8));
        assertEquals(red.revision(), detail.path("revisionBefore").asLong());
        assertEquals("test", detail.path("userAgent").asString());
        Answer one = ask(admin, path + "&limit=1&revision=" + red.revision());
        assertEquals("red", one.item(0).path("object").path("data").path("color").asString());
        assertFalse(one.item(0).path("object").path("metadata").has("managedFields"));
    }

    private static AuditRecord recordOf(long revision) {
        return HUB.database().audit().after(0).stream()
                .filter(record -> record.revision().equals(OptionalLong.of(revision)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aMomentShowsWhatWasThereAndTwoWhatChanged() {
        HistoryState one =
                state(
                        "configmaps",
                        "one",
                        admin.create(MAPS, map("one", "red"), WriteOptions.PLAIN));
        HistoryState two =
                state(
                        "configmaps",
                        "two",
                        admin.create(MAPS, map("two", "red"), WriteOptions.PLAIN));
        String maps = "resource=configmaps&namespace=default";
        List<String> before =
                ask(admin, "/history/objects?" + maps + "&at=" + one.from().minusMillis(1)).names();
        List<String> after = ask(admin, "/history/objects?" + maps + "&at=" + two.from()).names();
        assertFalse(before.contains("one"));
        assertTrue(after.containsAll(List.of("one", "two")));
        Answer page = ask(admin, "/history/objects?" + maps + "&limit=1&at=" + two.from());
        assertEquals(1, page.names().size());
        String next = page.body().path("continue").asString("");
        Answer rest =
                ask(admin, "/history/objects?" + maps + "&continue=" + next + "&at=" + two.from());
        assertEquals(after.size() - 1, rest.names().size());
        Answer changes =
                ask(
                        admin,
                        "/history/changes?%s&name=two&from=%s&until=%s"
                                .formatted(maps, two.from().minusMillis(1), two.from()));
        assertEquals(List.of("two"), changes.names());
        assertFalse(changes.item(0).has("before"));
        assertTrue(changes.item(0).has("after"));
        assertEquals(400, ask(admin, "/history/objects?at=yesterday").status());
        assertEquals(
                400,
                ask(
                                admin,
                                "/history/changes?from=%s&until=%s"
                                        .formatted(two.from(), two.from().minusSeconds(1)))
                        .status());
    }

    @Test
    void nobodyIsShownThePastOfWhatTheyMayNotGetNow() {
        HistoryState made =
                state(
                        "configmaps",
                        "hers",
                        admin.create(MAPS, map("hers", "red"), WriteOptions.PLAIN));
        ApiClient visitor = HUB.client(VISITOR);
        Answer objects = ask(visitor, "/history/objects?at=" + made.from());
        assertEquals(200, objects.status());
        assertEquals(List.of(), objects.names());
        String hers = "resource=configmaps&namespace=default&name=hers";
        assertEquals(403, ask(visitor, "/history/timeline?" + hers).status());
        assertEquals(
                List.of(),
                ask(visitor, "/history/changes?from=" + made.from().minusMillis(1) + "&" + hers)
                        .names());
        assertEquals(
                403,
                ask(
                                HUB.client(UserInfo.of(Anonymous.USER, UserInfo.UNAUTHENTICATED)),
                                "/history/objects")
                        .status());
        assertEquals(403, ask(visitor, "/history/holds").status());
        assertEquals(200, ask(admin, "/history/holds").status());
    }

    @Test
    void ofASecretOnlyADigestIsKept() {
        ObjectNode secret = object("Secret", "key");
        String plain = "c2Vzc2lvbiBrZXk=";
        secret.putObject("data").put("a", plain).put("b", plain).put("c", "b3RoZXI=");
        HistoryState kept =
                state("secrets", "key", admin.create(SECRETS, secret, WriteOptions.PLAIN));
        byte[] body = kept.body();
        String text = new String(body == null ? new byte[0] : body, StandardCharsets.UTF_8);
        assertFalse(text.contains(plain));
        assertFalse(text.contains("session key"));
        JsonNode data = Json.parse(text.getBytes(StandardCharsets.UTF_8)).path("data");
        assertTrue(data.path("a").asString().startsWith("hmac-sha256:"));
        assertEquals(data.path("a"), data.path("b"));
        assertFalse(data.path("a").equals(data.path("c")));
    }

    @Test
    void whatOnlyRepeatsItselfIsLeftOut() {
        ResourcePath leases =
                ResourcePath.all(GroupVersionResource.of("coordination.k8s.io/v1", "leases"))
                        .in("default");
        ObjectNode lease = Json.object();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata").put("name", "busy");
        admin.create(leases, lease, WriteOptions.PLAIN);
        HistoryState later =
                state(
                        "configmaps",
                        "later",
                        admin.create(MAPS, map("later", "red"), WriteOptions.PLAIN));
        Answer all = ask(admin, "/history/objects?limit=500&at=" + later.from());
        assertTrue(all.names().contains("later"));
        assertFalse(all.names().contains("busy"));
        assertEquals(List.of("hub"), HUB.history().sources());
    }
}
