package io.pinisi.cluster.registry;

import static io.pinisi.cluster.registry.testing.RegistryFixture.PLAIN_DELETE;
import static io.pinisi.cluster.registry.testing.RegistryFixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.cluster.registry.ResourceEndpoint.Written;
import io.pinisi.cluster.registry.testing.RegistryFixture;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ResourceStoreTest {
    private static final ObjectKey SETTINGS = ObjectKey.of("shop", "settings");

    private final RegistryFixture registry = new RegistryFixture();
    private final ResourceEndpoint configMaps = registry.endpoint("v1", "configmaps");

    @AfterEach
    void close() {
        registry.close();
    }

    private ObjectNode settings() {
        return registry.create(
                "v1", "configmaps", "shop", "metadata: {name: settings}\ndata: {color: blue}");
    }

    private static ApiException refused(org.junit.jupiter.api.function.Executable executable) {
        return assertThrows(ApiException.class, executable);
    }

    @Test
    void creationGivesIdentity() {
        ObjectNode created = settings();
        assertEquals("v1", created.path("apiVersion").asString());
        assertEquals("ConfigMap", created.path("kind").asString());
        assertEquals("shop", Metadata.of(created).namespace());
        assertTrue(Metadata.uid(created).startsWith("uid-"));
        assertEquals(
                "2026-01-01T00:00:00Z",
                created.path("metadata").path("creationTimestamp").asString());
        assertFalse(Metadata.of(created).resourceVersion().isEmpty());
    }

    @Test
    void aNameIsGeneratedFromItsPrefix() {
        ObjectNode created =
                registry.create("v1", "configmaps", "shop", "metadata: {generateName: cfg-}");
        assertTrue(Metadata.of(created).name().startsWith("cfg-x"));
    }

    @Test
    void anUnknownFieldIsRefusedWarnedOfOrDropped() {
        String body = "metadata: {name: a}\ncolour: red";
        ApiException e =
                refused(() -> configMaps.create(registry.call(), "shop", null, yaml(body)));
        assertEquals(Reason.BAD_REQUEST, e.reason());
        assertEquals(
                "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding"
                        + " error: unknown field \"colour\"",
                e.getMessage());
        Call warn = registry.call(false, Call.FieldValidation.WARN);
        Written written = configMaps.create(warn, "shop", null, yaml(body));
        assertFalse(Json.parse(written.json()).has("colour"));
        assertEquals(List.of("unknown field \"colour\""), registry.warnings);
    }

    @Test
    void anUpdateBasedOnAnOldStateIsAConflict() {
        ObjectNode created = settings();
        registry.update("v1", "configmaps", SETTINGS, changed(created, "red"));
        ApiException e =
                refused(
                        () ->
                                configMaps.update(
                                        registry.call(), SETTINGS, changed(created, "green")));
        assertEquals(Reason.CONFLICT, e.reason());
        assertEquals(
                "Operation cannot be fulfilled on configmaps \"settings\": the object has been"
                        + " modified; please apply your changes to the latest version and try"
                        + " again",
                e.getMessage());
    }

    private static ObjectNode changed(ObjectNode configMap, String color) {
        ObjectNode copy = configMap.deepCopy();
        copy.putObject("data").put("color", color);
        return copy;
    }

    @Test
    void anUpdateThatChangesNothingWritesNothing() {
        ObjectNode created = settings();
        long head = registry.store.head();
        Written written = configMaps.update(registry.call(), SETTINGS, created.deepCopy());
        assertEquals(Written.Outcome.UNCHANGED, written.outcome());
        assertEquals(head, registry.store.head());
    }

    @Test
    void aDryRunAnswersButWritesNothing() {
        long head = registry.store.head();
        Call dry = registry.call(true, Call.FieldValidation.STRICT);
        Written written = configMaps.create(dry, "shop", null, yaml("metadata: {name: settings}"));
        assertTrue(Metadata.uid(Json.parse(written.json())).startsWith("uid-"));
        assertEquals(head, registry.store.head());
        settings();
        ApiException e =
                refused(
                        () ->
                                configMaps.create(
                                        dry, "shop", null, yaml("metadata: {name: settings}")));
        assertEquals(Reason.ALREADY_EXISTS, e.reason());
    }

    @Test
    void aFinalizerHoldsAnObjectUntilItIsTakenOff() {
        registry.create(
                "v1",
                "configmaps",
                "shop",
                "metadata: {name: settings, finalizers: [example.com/hold]}");
        Written marked = configMaps.delete(registry.call(), SETTINGS, PLAIN_DELETE);
        assertEquals(Written.Outcome.UPDATED, marked.outcome());
        ObjectNode held = registry.get("v1", "configmaps", SETTINGS);
        assertTrue(Metadata.of(held).isDeleting());
        assertEquals(0, held.path("metadata").path("deletionGracePeriodSeconds").asInt(-1));
        ((ObjectNode) held.path("metadata")).remove("finalizers");
        registry.update("v1", "configmaps", SETTINGS, held);
        assertEquals(Reason.NOT_FOUND, refused(() -> configMaps.get(SETTINGS, "")).reason());
    }

    @Test
    void noFinalizerIsAddedWhileDeleting() {
        registry.create(
                "v1",
                "configmaps",
                "shop",
                "metadata: {name: settings, finalizers: [example.com/hold]}");
        configMaps.delete(registry.call(), SETTINGS, PLAIN_DELETE);
        ObjectNode held = registry.get("v1", "configmaps", SETTINGS);
        ((ObjectNode) held.path("metadata")).withArray("finalizers").add("example.com/more");
        ApiException e = refused(() -> configMaps.update(registry.call(), SETTINGS, held));
        assertEquals(
                "ConfigMap \"settings\" is invalid: metadata.finalizers: Forbidden: no new"
                        + " finalizers can be added if the object is being deleted, found new"
                        + " finalizers []string{\"example.com/more\"}",
                e.getMessage());
    }

    @Test
    void aForegroundDeletionWaitsForTheGarbageCollector() {
        settings();
        configMaps.delete(
                registry.call(),
                SETTINGS,
                new DeleteOptions(null, null, null, DeleteOptions.Propagation.FOREGROUND));
        ObjectNode held = registry.get("v1", "configmaps", SETTINGS);
        assertEquals(List.of("foregroundDeletion"), Metadata.of(held).finalizers());
        assertTrue(Metadata.of(held).isDeleting());
    }

    @Test
    void aDeletionOfAnotherObjectOfTheSameNameIsAConflict() {
        settings();
        DeleteOptions options =
                new DeleteOptions(null, "other", null, DeleteOptions.Propagation.DEFAULT);
        ApiException e = refused(() -> configMaps.delete(registry.call(), SETTINGS, options));
        assertEquals(Reason.CONFLICT, e.reason());
    }

    @Test
    void aFinishedDeletionIsAnsweredWithAStatus() {
        settings();
        Written written = configMaps.delete(registry.call(), SETTINGS, PLAIN_DELETE);
        ObjectNode status = Json.parse(written.json());
        assertEquals(Written.Outcome.DELETED, written.outcome());
        assertEquals("Success", status.path("status").asString());
        assertEquals("configmaps", status.path("details").path("kind").asString());
    }

    @Test
    void nothingIsMadeInAnAbsentNamespace() {
        ApiException e =
                refused(
                        () ->
                                configMaps.create(
                                        registry.call(),
                                        "nowhere",
                                        null,
                                        yaml("metadata: {name: a}")));
        assertEquals(Reason.NOT_FOUND, e.reason());
        assertEquals("namespaces \"nowhere\" not found", e.getMessage());
    }

    @Test
    void aNamespaceStaysUntilItIsFinalized() {
        ResourceEndpoint namespaces = registry.endpoint("v1", "namespaces");
        ObjectKey shop = ObjectKey.cluster("shop");
        namespaces.delete(registry.call(), shop, PLAIN_DELETE);
        ObjectNode ending = registry.get("v1", "namespaces", shop);
        assertEquals("Terminating", Json.text(ending, "status", "phase"));
        ApiException e =
                refused(
                        () ->
                                configMaps.create(
                                        registry.call(),
                                        "shop",
                                        null,
                                        yaml("metadata: {name: late}")));
        assertEquals(
                "configmaps \"late\" is forbidden: unable to create new content in namespace shop"
                        + " because it is being terminated",
                e.getMessage());
        ((ObjectNode) ending.path("spec")).putArray("finalizers");
        registry.endpoint("v1", "namespaces", "finalize").update(registry.call(), shop, ending);
        assertEquals(Reason.NOT_FOUND, refused(() -> namespaces.get(shop, "")).reason());
    }

    @Test
    void aSystemNamespaceIsNeverDeleted() {
        registry.create("v1", "namespaces", null, "metadata: {name: kube-system}");
        ApiException e =
                refused(
                        () ->
                                registry.endpoint("v1", "namespaces")
                                        .delete(
                                                registry.call(),
                                                ObjectKey.cluster("kube-system"),
                                                PLAIN_DELETE));
        assertEquals(
                "namespaces \"kube-system\" is forbidden: this namespace may not be deleted",
                e.getMessage());
    }

    @Test
    void everyChangeByAPersonLeavesARecord() {
        settings();
        assertEquals("create", registry.store.audit().getLast().verb());
        assertEquals("v1 configmaps shop/settings", registry.store.audit().getLast().object());
        assertEquals("rika", registry.store.audit().getLast().actor());
    }
}
