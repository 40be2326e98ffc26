package io.pinisi.cluster.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.authn.UserInfo;
import io.pinisi.cluster.bench.Wire;
import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.HttpTransport;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.Watch;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.testing.ClusterExtension;
import io.pinisi.db.audit.AuditEntry;
import io.pinisi.db.audit.AuditQuery;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The protocol around a registry: over TLS and in process. */
final class ProtocolIT {
    private static final ResourcePath MAPS =
            ResourcePath.all(GroupVersionResource.of("v1", "configmaps")).in("default");
    private static final ResourcePath EMPTY = MAPS.in("kube-node-lease");

    /** More than a pool of platform threads would have. */
    private static final int WATCHERS = 300;

    /** More than are deleted at once. */
    private static final int MANY = 100;

    private static final UserInfo ADMIN = UserInfo.of("admin", UserInfo.MASTERS);
    private static final UserInfo NOBODY = UserInfo.of("nobody");

    @RegisterExtension static final ClusterExtension CLUSTER = ClusterExtension.cluster();

    private final ApiServer server = CLUSTER.server();

    private HttpTransport over(UserInfo user) {
        return new HttpTransport(server.url(), server.pki().clientCredential(user), "test/1");
    }

    private static ObjectNode map(String name) {
        ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
        map.putObject("metadata").put("name", name);
        map.putObject("data").put("a", "b");
        return map;
    }

    @Test
    void whatIsCreatedOverTlsIsReadInProcess() {
        try (HttpTransport transport = over(ADMIN)) {
            new ApiClient(transport).create(MAPS, map("one"), WriteOptions.PLAIN);
            ObjectNode read = server.client(ADMIN).get(MAPS.named("one"));
            assertEquals("b", read.path("data").path("a").asString());
            assertTrue(new ApiClient(transport).list(MAPS, ListOptions.ALL).items().contains(read));
        }
    }

    /** A watch that waits must not take a thread from those who ask. */
    @Test
    void manyOpenWatchesDelayNobody() throws Exception {
        SSLContext tls = server.pki().clientCredential(ADMIN).tls();
        List<Wire> wires = new ArrayList<>();
        try {
            for (int i = 0; i < WATCHERS; i++) {
                Wire wire = new Wire(tls, server.port());
                wires.add(wire);
                wire.stream(MAPS.path() + "?watch=true&fieldSelector=metadata.name=seen");
            }
            try (Wire wire = new Wire(tls, server.port())) {
                assertEquals(200, wire.get(MAPS.path()).status());
            }
            server.client(ADMIN).create(MAPS, map("seen"), WriteOptions.PLAIN);
            for (Wire wire : wires) {
                String event = new String(wire.chunk(), StandardCharsets.UTF_8);
                assertTrue(event.startsWith("{\"type\":\"ADDED\""), event);
            }
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void aWatchOverTlsDeliversAndEndsWhenClosed() throws Exception {
        try (HttpTransport transport = over(ADMIN)) {
            Watch watch = new ApiClient(transport).watch(MAPS, ListOptions.ALL);
            server.client(ADMIN).create(MAPS, map("two"), WriteOptions.PLAIN);
            Watch.Event event = watch.next();
            assertNotNull(event);
            assertEquals(Watch.Type.ADDED, event.type());
            watch.close();
        }
    }

    @Test
    void aWatchEndsAtItsTimeout() throws Exception {
        ListOptions oneSecond = new ListOptions("", "", 0, "", "", 1);
        try (HttpTransport transport = over(ADMIN);
                Watch watch = new ApiClient(transport).watch(EMPTY, oneSecond)) {
            assertEquals(null, watch.next());
        }
    }

    @Test
    void aCollectionIsDeletedAsFarAsItIsSelectedAndAnswersWhatIsGone() throws Exception {
        ApiClient client = server.client(ADMIN);
        for (int i = 0; i < MANY; i++) {
            ObjectNode map = map("many-" + i);
            map.withObject("metadata").withObject("labels").put("half", i % 2 == 0 ? "a" : "b");
            client.create(MAPS, map, WriteOptions.PLAIN);
        }
        try (Wire wire = new Wire(server.pki().clientCredential(ADMIN).tls(), server.port())) {
            Wire.Answer answer =
                    wire.send(
                            "DELETE",
                            MAPS.path() + "?labelSelector=half%3Da",
                            "application/json",
                            new byte[0]);
            assertEquals(200, answer.status());
            assertEquals(MANY / 2, Json.parse(answer.body()).path("items").size());
        }
        List<String> left =
                client.list(MAPS, ListOptions.ALL.labels("half")).items().stream()
                        .map(map -> map.path("metadata").path("labels").path("half").asString())
                        .toList();
        assertEquals(Collections.nCopies(MANY / 2, "b"), left);
    }

    @Test
    void aRefusalIsWordedAsEverAndRecorded() {
        try (HttpTransport transport = over(NOBODY)) {
            ApiException refusal =
                    assertThrows(
                            ApiException.class,
                            () -> new ApiClient(transport).list(MAPS, ListOptions.ALL));
            assertEquals(Reason.FORBIDDEN, refusal.reason());
            assertEquals(
                    "configmaps is forbidden: User \"nobody\" cannot list resource \"configmaps\""
                            + " in API group \"\" in the namespace \"default\"",
                    refusal.getMessage());
        }
        AuditEntry entry = CLUSTER.database().audit().read(AuditQuery.newest(1)).getFirst().entry();
        assertEquals("denied", entry.result());
        assertEquals("nobody", entry.actor());
        assertEquals("v1 configmaps default/", entry.object());
    }

    @Test
    void aCertificateOfAnotherAuthorityIsUnauthorized(@TempDir Path elsewhere) throws Exception {
        var foreign =
                io.pinisi.cluster.pki.Pki.open(elsewhere, "test", java.time.InstantSource.system());
        var own = foreign.clientCredential(ADMIN);
        var mixed =
                new io.pinisi.cluster.pki.Credential(
                        own.certificate(), own.key(), server.pki().authorityCertificate());
        try (HttpTransport transport = new HttpTransport(server.url(), mixed, "test/1")) {
            ApiException refusal =
                    assertThrows(
                            ApiException.class,
                            () -> new ApiClient(transport).get(MAPS.named("one")));
            assertEquals(Reason.UNAUTHORIZED, refusal.reason());
        }
    }

    @Test
    void aTooLargeBodyIsRefused() {
        ObjectNode big = map("big");
        big.withObject("data").put("a", "x".repeat(3 * 1024 * 1024));
        try (HttpTransport transport = over(ADMIN)) {
            for (ApiClient client : List.of(new ApiClient(transport), server.client(ADMIN))) {
                ApiException refusal =
                        assertThrows(
                                ApiException.class,
                                () -> client.create(MAPS, big, WriteOptions.PLAIN));
                assertEquals(Reason.REQUEST_ENTITY_TOO_LARGE, refusal.reason());
            }
        }
    }

    @Test
    void unknownFieldsAreWarnedOfAndTheRequestIdIsTold() {
        ObjectNode object = map("warned");
        object.put("dat", "x");
        try (HttpTransport transport = over(ADMIN);
                Transport.Response response =
                        transport.send(
                                new Transport.Request(
                                        "POST",
                                        MAPS.path(),
                                        Map.of("content-type", "application/json"),
                                        Json.bytes(object)))) {
            assertEquals(201, response.status());
            assertEquals(
                    List.of("299 - \"unknown field \\\"dat\\\"\""),
                    response.headers().get("warning"));
            assertTrue(response.headers().containsKey("audit-id"));
        }
    }
}
