package io.pinisi.federation.testing;

import io.pinisi.cluster.client.ApiClient;
import io.pinisi.cluster.client.PatchType;
import io.pinisi.cluster.client.ResourcePath;
import io.pinisi.cluster.client.WriteOptions;
import io.pinisi.cluster.machinery.error.ApiException;
import io.pinisi.cluster.machinery.json.Json;
import io.pinisi.cluster.machinery.meta.Metadata;
import io.pinisi.cluster.machinery.meta.ObjectKey;
import io.pinisi.federation.watch.Mirror;
import tools.jackson.databind.node.ObjectNode;

/** A simulated member's workloads: every Deployment is available as soon as it exists. */
final class DeploymentLife implements AutoCloseable {
    private final ApiClient admin;
    private final Mirror<ObjectNode> deployments;

    DeploymentLife(ApiClient admin) {
        this.admin = admin;
        this.deployments =
                new Mirror<>(
                                "deployment-life",
                                admin,
                                Mirror.Source.all(Scenario.DEPLOYMENTS, "Deployment"),
                                deployment -> deployment,
                                (key, before, after) -> {
                                    if (after != null) {
                                        live(key, after);
                                    }
                                })
                        .start();
    }

    private void live(ObjectKey key, ObjectNode deployment) {
        long generation = Metadata.of(deployment).generation();
        if (deployment.at("/status/observedGeneration").asLong(0) == generation) {
            return;
        }
        int replicas = deployment.at("/spec/replicas").asInt(1);
        ObjectNode patch = Json.object();
        ObjectNode status = patch.putObject("status").put("observedGeneration", generation);
        status.put("replicas", replicas).put("updatedReplicas", replicas);
        status.put("readyReplicas", replicas).put("availableReplicas", replicas);
        ResourcePath path = ResourcePath.of(Scenario.DEPLOYMENTS, key).sub("status");
        try {
            admin.patch(path, PatchType.MERGE, patch, WriteOptions.PLAIN);
        } catch (ApiException e) {
            // gone meanwhile
        }
    }

    @Override
    public void close() {
        deployments.close();
    }
}
