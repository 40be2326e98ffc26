package io.pinisi.cluster.controllers.serviceaccount;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.json.Json;
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
    private final EachNamespace namespaces;

    /**
     * @param certificate the CA certificate of the API server as PEM
     */
    public RootCertificatePublisher(Environment environment, String certificate) {
        this.client = environment.as(ACCOUNT);
        this.certificate = certificate;
        this.namespaces =
                new EachNamespace(ACCOUNT, environment, Resources.CONFIG_MAPS, NAME, this::keep);
    }

    @Override
    public void start() {
        namespaces.start();
    }

    @Override
    public void close() {
        namespaces.close();
    }

    private void keep(ObjectKey key, Optional<ObjectNode> present) {
        ObjectNode data = Json.object().put(ENTRY, certificate);
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
