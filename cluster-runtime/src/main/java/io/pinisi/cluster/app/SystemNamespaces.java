package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.storage.Concurrently;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The namespaces every control plane begins with. */
final class SystemNamespaces {
    private static final ResourcePath NAMESPACES =
            ResourcePath.all(GroupVersionResource.of("v1", "namespaces"));
    private static final List<String> NAMES =
            List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private SystemNamespaces() {}

    static void ensure(ApiClient client) {
        Concurrently.run(NAMES.stream().<Runnable>map(name -> () -> ensure(client, name)).toList());
    }

    private static void ensure(ApiClient client, String name) {
        if (client.find(NAMESPACES.named(name)).isEmpty()) {
            ObjectNode namespace = Json.object().put("apiVersion", "v1");
            namespace.put("kind", "Namespace").putObject("metadata").put("name", name);
            client.create(NAMESPACES, namespace, WriteOptions.PLAIN);
        }
    }
}
