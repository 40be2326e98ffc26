package io.pinisi.federation.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.json.Yaml;
import io.pinisi.cluster.machinery.meta.GroupVersionResource;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.watch.Mirror;
import tools.jackson.databind.node.ObjectNode;

/** Stands in for nodes: every pod runs and is ready as soon as it exists, and goes when told. */
final class PodLife implements AutoCloseable {
    private static final GroupVersionResource PODS = GroupVersionResource.of("v1", "pods");
    private static final ObjectNode RUNNING =
            Yaml.parse(
                            """
                            status:
                              phase: Running
                              conditions:
                              - {type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}
                              - {type: ContainersReady, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}
                            """)
                    .getFirst();
    private final ApiClient admin;
    private final Mirror<ObjectNode> pods;

    PodLife(ApiClient admin) {
        this.admin = admin;
        this.pods =
                new Mirror<>(
                                "pod-life",
                                admin,
                                Mirror.Source.all(PODS, "Pod"),
                                pod -> pod,
                                (key, before, after) -> {
                                    if (after != null) {
                                        live(key, after);
                                    }
                                })
                        .start();
    }

    private void live(ObjectKey key, ObjectNode pod) {
        ResourcePath path = ResourcePath.of(PODS, key);
        try {
            if (Metadata.of(pod).isDeleting()) {
                admin.delete(path, Json.object().put("gracePeriodSeconds", 0));
            } else if (!"Running".equals(Json.text(pod, "status", "phase"))) {
                admin.patch(path.sub("status"), PatchType.MERGE, RUNNING, WriteOptions.PLAIN);
            }
        } catch (ApiException e) {
            // gone meanwhile
        }
    }

    @Override
    public void close() {
        pods.close();
    }
}
