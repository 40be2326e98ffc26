package io.pinisi.cluster.controllers.serviceaccount;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.client.informer.Change;
import io.pinisi.cluster.client.informer.Informer;
import io.pinisi.cluster.client.informer.Lister;
import io.pinisi.cluster.controller.Controller;
import io.pinisi.cluster.controller.Outcome;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.error.Reason;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the config map {@code kube-root-ca.crt} in every living namespace: by it pods trust the API
 * server.
 */
public final class RootCertificatePublisher implements ClusterController {
    private static final String ACCOUNT = "root-ca-cert-publisher";
    private static final String NAME = "kube-root-ca.crt";
    private static final String ENTRY = "ca.crt";

    private final ApiClient client;
    private final String certificate;
    private final Lister namespaces;
    private final Lister maps;
    private final Controller<String> controller;

    /**
     * @param certificate the CA certificate of the API server as PEM
     */
    public RootCertificatePublisher(Environment environment, String certificate) {
        this.client = environment.as(ACCOUNT);
        this.certificate = certificate;
        this.controller = Controller.of(ACCOUNT, environment.clock(), this::reconcile, 1);
        Informer namespaceInformer = environment.informers().of(Resources.NAMESPACES);
        Informer mapInformer = environment.informers().of(Resources.CONFIG_MAPS);
        this.namespaces = namespaceInformer.lister();
        this.maps = mapInformer.lister();
        namespaceInformer.addHandler(
                change -> controller.queue().add(Metadata.of(change.object()).name()));
        mapInformer.addHandler(this::mapChanged);
    }

    private void mapChanged(Change change) {
        ObjectKey key = Metadata.key(change.object());
        String namespace = key.namespace();
        if (key.name().equals(NAME) && namespace != null) {
            controller.queue().add(namespace);
        }
    }

    @Override
    public void start() {
        controller.start();
    }

    @Override
    public void close() {
        controller.close();
    }

    private Outcome reconcile(String namespace) {
        boolean alive =
                namespaces
                        .find(ObjectKey.cluster(namespace))
                        .filter(found -> !Metadata.of(found).isDeleting())
                        .isPresent();
        if (!alive) {
            return Outcome.SETTLED;
        }
        ObjectKey key = ObjectKey.of(namespace, NAME);
        Optional<ObjectNode> present = maps.find(key);
        ObjectNode data = Json.object().put(ENTRY, certificate);
        try {
            if (present.isEmpty()) {
                create(key, data);
            } else if (!data.equals(present.get().path("data"))) {
                ObjectNode patch = Json.object();
                ObjectNode change = patch.putObject("data");
                present.get().path("data").propertyNames().forEach(change::putNull);
                change.put(ENTRY, certificate);
                ResourcePath path = ResourcePath.of(Resources.CONFIG_MAPS, key);
                client.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN);
            }
        } catch (ApiException e) {
            if (!e.is(Reason.ALREADY_EXISTS) && !e.is(Reason.NOT_FOUND)) {
                throw e;
            }
        }
        return Outcome.SETTLED;
    }

    private void create(ObjectKey key, ObjectNode data) {
        ObjectNode map = Json.object();
        map.put("apiVersion", "v1").put("kind", "ConfigMap");
        ObjectNode metadata = map.putObject("metadata").put("name", NAME);
        metadata.put("namespace", key.namespace());
        metadata.putObject("annotations")
                .put(
                        "kubernetes.io/description",
                        "The certificate authority by which pods trust this cluster's API server"
                                + " under its in-cluster names.");
        map.set("data", data);
        ResourcePath path = ResourcePath.all(Resources.CONFIG_MAPS).in(key.namespace());
        client.create(path, map, WriteOptions.PLAIN);
    }
}
