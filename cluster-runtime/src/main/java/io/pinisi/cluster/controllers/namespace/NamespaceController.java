package io.pinisi.cluster.controllers.namespace;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ListOptions;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.Transport;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.MergePatch;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.controllers.discovery.Discovery;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Empties namespaces that are being deleted. */
public final class NamespaceController implements ClusterController {
    private static final String ACCOUNT = "namespace-controller";
    private static final String FINALIZER = "kubernetes";
    private static final int WORKERS = 5;

    private final ApiClient client;
    private final InstantSource clock;
    private final Lister namespaces;
    private final Controller<ObjectKey> controller;

    public NamespaceController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.clock = environment.clock();
        this.controller = Controller.of(ACCOUNT, clock, this::reconcile, WORKERS);
        Informer informer = environment.informers().of(Resources.NAMESPACES);
        this.namespaces = informer.lister();
        informer.addHandler(
                change -> {
                    if (Metadata.of(change.object()).isDeleting()) {
                        controller.queue().add(Metadata.key(change.object()));
                    }
                });
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(ObjectKey key) {
        Optional<ObjectNode> found =
                namespaces.find(key).filter(namespace -> Metadata.of(namespace).isDeleting());
        if (found.isEmpty() || !isHeld(found.get())) {
            return Outcome.SETTLED;
        }
        ObjectNode namespace = found.get();
        Remains remains = empty(key.name());
        if (!remains.isEmpty()) {
            writeStatus(namespace, remains);
            return Outcome.UNFINISHED;
        }
        release(namespace);
        return Outcome.SETTLED;
    }

    private static boolean isHeld(ObjectNode namespace) {
        for (JsonNode finalizer : namespace.path("spec").path("finalizers")) {
            if (FINALIZER.equals(finalizer.asString(""))) {
                return true;
            }
        }
        return false;
    }

    private Remains empty(String namespace) {
        Discovery discovery = Discovery.of(client);
        Remains remains = new Remains(discovery.failures());
        for (Discovery.Resource resource : discovery.resources()) {
            if (resource.namespaced() && resource.can("list", "delete")) {
                try {
                    empty(resource, namespace, remains);
                } catch (ApiException e) {
                    if (!e.is(Reason.NOT_FOUND) && !e.is(Reason.METHOD_NOT_ALLOWED)) {
                        remains.failed(resource.name().groupResource() + ": " + e.getMessage());
                    }
                }
            }
        }
        return remains;
    }

    private void empty(Discovery.Resource resource, String namespace, Remains remains) {
        ResourcePath collection = ResourcePath.all(resource.name()).in(namespace);
        if (client.list(collection, ListOptions.ALL.page(1, "")).items().isEmpty()) {
            return;
        }
        if (resource.can("deletecollection")) {
            try (Transport.Response response = client.raw("DELETE", collection.path())) {
                response.status();
            }
        } else {
            for (ObjectNode object : client.list(collection, ListOptions.ALL).items()) {
                client.delete(collection.named(Metadata.of(object).name()), null);
            }
        }
        String name = resource.name().groupResource().toString();
        for (ObjectNode object : client.list(collection, ListOptions.ALL).items()) {
            remains.left(name, Metadata.of(object).finalizers());
        }
    }

    private void writeStatus(ObjectNode namespace, Remains remains) {
        ObjectNode status =
                namespace.get("status") instanceof ObjectNode present
                        ? present.deepCopy()
                        : Json.object();
        status.put("phase", "Terminating");
        remains.writeTo(status, clock.instant());
        ObjectNode change = MergePatch.between(namespace.path("status"), status);
        if (change.isEmpty()) {
            return;
        }
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("uid", Metadata.uid(namespace));
        patch.set("status", change);
        ResourcePath path = path(namespace).sub("status");
        client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN);
    }

    /** Takes our finalizer off, upon which the server removes the namespace. */
    private void release(ObjectNode namespace) {
        ObjectNode live = client.get(path(namespace));
        if (!Metadata.uid(live).equals(Metadata.uid(namespace))) {
            return;
        }
        ArrayNode kept = Json.mapper().createArrayNode();
        for (JsonNode finalizer : live.path("spec").path("finalizers")) {
            if (!FINALIZER.equals(finalizer.asString(""))) {
                kept.add(finalizer);
            }
        }
        live.withObject("spec").set("finalizers", kept);
        client.update(path(namespace).sub("finalize"), live, WriteOptions.PLAIN);
    }

    private static ResourcePath path(ObjectNode namespace) {
        return ResourcePath.of(Resources.NAMESPACES, Metadata.key(namespace));
    }
}
