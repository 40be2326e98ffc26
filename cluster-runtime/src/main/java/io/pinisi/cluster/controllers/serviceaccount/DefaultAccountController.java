package io.pinisi.cluster.controllers.serviceaccount;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.controllers.ClusterController;
import io.pinisi.cluster.controllers.Environment;
import io.pinisi.cluster.controllers.Resources;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Makes sure that every living namespace has the service account {@code default}. */
public final class DefaultAccountController implements ClusterController {
    private static final String ACCOUNT = "service-account-controller";
    private static final String DEFAULT = "default";

    private final ApiClient client;
    private final EachNamespace namespaces;

    public DefaultAccountController(Environment environment) {
        this.client = environment.as(ACCOUNT);
        this.namespaces =
                new EachNamespace(
                        ACCOUNT, environment, Resources.SERVICE_ACCOUNTS, DEFAULT, this::keep);
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
        if (present.isPresent()) {
            return;
        }
        ObjectNode account = Json.object();
        account.put("apiVersion", "v1").put("kind", "ServiceAccount");
        account.putObject("metadata").put("name", DEFAULT).put("namespace", key.namespace());
        ResourcePath path = ResourcePath.all(Resources.SERVICE_ACCOUNTS).in(key.namespace());
        client.create(path, account, WriteOptions.PLAIN);
    }
}
