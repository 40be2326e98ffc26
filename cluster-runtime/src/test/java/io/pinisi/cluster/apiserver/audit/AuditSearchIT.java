package io.pinisi.cluster.apiserver.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.db.audit.AuditRecord;
import io.pinisi.db.audit.ChainCheck;
import io.pinisi.db.audit.RecordLine;
import io.pinisi.db.audit.Verification;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The audit log of a real server, searched and handed on. */
final class AuditSearchIT {
    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private static final UserInfo ANN = UserInfo.of("ann,=cmd", UserInfo.MASTERS);
    private static final UserInfo BOB = UserInfo.of("bob", UserInfo.MASTERS);
    private static final ResourcePath MAPS =
            ResourcePath.all(GroupVersionResource.of("v1", "configmaps"));

    @BeforeAll
    static void actTwice() {
        ApiClient ann = CLUSTER.client(ANN);
        for (String namespace : List.of("default", "kube-public")) {
            ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
            map.putObject("metadata").put("name", "colours");
            ann.create(MAPS.in(namespace), map, WriteOptions.PLAIN);
        }
        ann.delete(MAPS.in("default").named("colours"), null);
    }

    private static String ask(String path) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Transport.Response response = CLUSTER.admin().raw("GET", path)) {
            switch (response.body()) {
                case Transport.Body.Whole whole -> all.writeBytes(whole.bytes());
                case Transport.Body.Frames frames -> {
                    for (byte[] next = frames.next(); next != null; next = frames.next()) {
                        all.writeBytes(next);
                    }
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private static List<AuditRecord> search(String query) {
        return ask("/audit/search?" + query).lines().map(RecordLine::parse).toList();
    }

    @Test
    void aSearchFiltersAndGoesBackPageByPage() {
        List<AuditRecord> hers = search("actor=ann,%3Dcmd");
        assertEquals(
                List.of("delete", "create", "create"),
                hers.stream().map(chained -> chained.entry().verb()).toList());
        AuditRecord newest = search("actor=ann,%3Dcmd&limit=1").getFirst();
        assertEquals(hers.getFirst(), newest);
        assertEquals(
                hers.get(1),
                search("actor=ann,%3Dcmd&limit=1&before=" + newest.sequence()).getFirst());
        assertEquals(1, search("actor=ann,%3Dcmd&namespace=kube-public").size());
        assertEquals(1, search("actor=ann,%3Dcmd&verb=delete").size());
        assertEquals(0, search("actor=ann,%3Dcmd&result=denied").size());
        assertEquals(0, search("actor=ann,%3Dcmd&until=2020-01-01T00:00:00Z").size());
        assertEquals(List.of(newest), search("requestId=" + newest.entry().requestId()));
        assertThrows(ApiException.class, () -> search("from=yesterday"));
    }

    @Test
    void aWholeExportIsAWholeChain() {
        ChainCheck check = ChainCheck.ofChain();
        ask("/audit/export").lines().map(RecordLine::parse).forEach(check::add);
        assertTrue(check.end() instanceof Verification.Intact intact && intact.records() > 3);
    }

    @Test
    void spreadsheetsGetTextAndNoFormulas() {
        List<String> lines =
                ask("/audit/export?format=csv&actor=ann,%3Dcmd&namespace=default").lines().toList();
        assertEquals(3, lines.size());
        assertTrue(lines.getFirst().startsWith("sequence,recordedAt,actor,groups,"));
        assertTrue(lines.getLast().contains(",\"ann,=cmd\","), lines.getLast());
        assertTrue(lines.getLast().contains(",delete,v1 configmaps default/colours,allowed,"));
    }

    @Test
    void otherSystemsGetTheirOwnForms() {
        JsonNode activity = json(ask("/audit/export?format=ocsf&actor=ann,%3Dcmd&verb=delete"));
        assertEquals(6003, activity.path("class_uid").asInt());
        assertEquals(600_304, activity.path("type_uid").asInt());
        assertEquals("ann,=cmd", activity.at("/actor/user/name").asString());
        assertEquals("colours", activity.at("/resources/0/name").asString());
        assertEquals("default", activity.at("/resources/0/namespace").asString());
        JsonNode event = json(ask("/audit/export?format=cloudevents&actor=ann,%3Dcmd&verb=delete"));
        assertEquals("1.0", event.path("specversion").asString());
        assertEquals("io.pinisi.audit.delete", event.path("type").asString());
        assertEquals("v1 configmaps default/colours", event.path("subject").asString());
        assertTrue(event.at("/data/hash").asString().length() == 64);
        assertThrows(ApiException.class, () -> ask("/audit/export?format=xml"));
    }

    private static JsonNode json(String line) {
        return Json.parse(line.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nobodyElseMaySearch() {
        ApiClient visitor = CLUSTER.client(UserInfo.of("visitor", UserInfo.AUTHENTICATED));
        assertThrows(ApiException.class, () -> visitor.raw("GET", "/audit/search"));
        assertEquals("denied", search("actor=visitor&limit=1").getFirst().entry().result());
    }

    private static ObjectNode hold(String name) {
        return Json.object().put("name", name).put("reason", "dispute");
    }

    @Test
    void holdsArePlacedAndLiftedAndRecordedOnce() {
        ApiClient bob = CLUSTER.client(BOB);
        ObjectNode asked =
                hold("case 7").put("namespaceSelector", "kubernetes.io/metadata.name=default");
        asked.putArray("namespaces").add("gone");
        ObjectNode placed = bob.post("/audit/holds", asked);
        assertEquals("[\"default\",\"gone\"]", placed.path("namespaces").toString());
        assertEquals("bob", placed.path("placedBy").asString());
        assertTrue(ask("/audit/holds").contains("\"case 7\""));
        bob.raw("DELETE", "/audit/holds/case%207").close();
        assertThrows(ApiException.class, () -> bob.raw("DELETE", "/audit/holds/case%207"));
        List<String> recorded =
                search("object=/audit/holds&actor=bob").stream()
                        .map(chained -> chained.entry().verb())
                        .toList();
        assertEquals(List.of("delete", "post"), recorded);
    }

    @Test
    void aHoldThatSaysTooLittleOrChoosesNothingIsRefused() {
        ApiClient bob = CLUSTER.client(BOB);
        for (ObjectNode asked :
                List.of(
                        Json.object().put("name", "x"),
                        hold("x").put("namespaceSelector", "no=such"),
                        hold("x").put("endsAt", "tomorrow"))) {
            assertThrows(ApiException.class, () -> bob.post("/audit/holds", asked));
        }
        ApiClient visitor = CLUSTER.client(UserInfo.of("eve", UserInfo.AUTHENTICATED));
        assertThrows(ApiException.class, () -> visitor.post("/audit/holds", hold("x")));
        assertTrue(ask("/audit/holds").contains("\"items\":[]"));
    }
}
