package io.pinisi.cluster.app;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;

/** The two priority classes that every cluster has, for pods that it cannot do without. */
final class SystemPriorityClasses {
    private static final String API_VERSION = "scheduling.k8s.io/v1";
    private static final ResourcePath CLASSES =
            ResourcePath.all(GroupVersionResource.of(API_VERSION, "priorityclasses"));

    private SystemPriorityClasses() {}

    static void ensure(ApiClient client) {
        ensure(
                client,
                "system-cluster-critical",
                2_000_000_000,
                "For pods that the cluster needs to run; they may move to another node.");
        ensure(
                client,
                "system-node-critical",
                2_000_001_000,
                "For pods that a node needs to run; they may not move away from it.");
    }

    private static void ensure(ApiClient client, String name, int value, String description) {
        if (client.find(CLASSES.named(name)).isPresent()) {
            return;
        }
        var wanted = Json.object().put("apiVersion", API_VERSION).put("kind", "PriorityClass");
        wanted.putObject("metadata").put("name", name);
        wanted.put("value", value).put("description", description);
        client.create(CLASSES, wanted, WriteOptions.PLAIN);
    }
}
